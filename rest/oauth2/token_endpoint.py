"""POST /oauth2/token: an access token for a till."""

from typing import Any

from flask_smorest import Blueprint  # type: ignore[import-untyped]
from marshmallow import Schema, fields

from rest.enactor.document_parts import problem_name
from rest.oauth2.token_server import TokenServer

PATH = "/oauth2"

_FORM = {
    "type": "object",
    "required": ["grant_type"],
    "properties": {
        "grant_type": {"type": "string", "enum": ["client_credentials"]},
        "scope": {
            "type": "string",
            "description": "Operations with spaces between; all the credentials have by default.",
        },
        "client_id": {"type": "string", "description": "The till's name, where it is not sent with HTTP Basic."},
        "client_secret": {"type": "string", "description": "The till's secret, likewise."},
    },
}


class TokenSchema(Schema):
    """An access token (RFC 6749, 5.1)."""

    access_token = fields.String(required=True)
    token_type = fields.String(required=True, metadata={"enum": ["Bearer"]})
    expires_in = fields.Integer(required=True, metadata={"description": "Seconds."})
    scope = fields.String()


class TokenErrorSchema(Schema):
    """Why there is no token (RFC 6749, 5.2)."""

    error = fields.String(required=True)
    error_description = fields.String()


def token_blueprint(server: TokenServer) -> Any:
    """The endpoint as a blueprint."""
    blueprint: Any = Blueprint("OAuth2", __name__, url_prefix=PATH, description="Access tokens for tills.")

    def issue_token() -> Any:
        """Get an access token for a till's name and secret.

        RFC 6749, client credentials: name and secret with HTTP Basic, or as `client_id` and `client_secret`.
        """
        return server.create_token_response()

    view = blueprint.response(200, TokenSchema)(issue_token)
    view = blueprint.alt_response(401, schema=TokenErrorSchema, description="The name or the secret is wrong")(view)
    view = blueprint.alt_response(400, schema=TokenErrorSchema, description="No request for a token, or no such scope")(
        view
    )
    view = blueprint.doc(
        operationId="issueToken",
        requestBody={"required": True, "content": {"application/x-www-form-urlencoded": {"schema": _FORM}}},
        responses={status: problem_name(status) for status in (413, 500, 503)},
        security=[{"till": []}, {}],
    )(view)
    blueprint.route("/token", methods=["POST"], endpoint="issueToken", strict_slashes=False)(view)
    return blueprint
