"""Where the endpoints of this face are, and how one is declared and documented."""

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask_smorest import Blueprint  # type: ignore[import-untyped]
from marshmallow import Schema, fields

from domain.text import LONGEST_IDENTIFIER
from rest.enactor.request_parser import RequestParser
from rest.sessionm.errors import ErrorReplies
from rest.sessionm.wire_schema import SessionSchema

SESSIONM_PATH = "/priv"

View = TypeVar("View", bound=Callable[..., Any])

_NO_STORE = {"Cache-Control": {"description": "Always no-store.", "schema": {"type": "string", "enum": ["no-store"]}}}
_CODE = {"type": "string", "pattern": "^[A-Za-z0-9_-]+$"}
_API_KEY = {
    "name": "api_key",
    "in": "path",
    "description": "The code of the programme.",
    "schema": _CODE,
    "example": "CLUB",
}
EXTERNAL_ID = {
    "name": "external_id",
    "in": "path",
    "description": "The customer number.",
    "schema": {"type": "string", "maxLength": LONGEST_IDENTIFIER},
    "example": "ZTEST002",
}
USER_ID = {"name": "user_id", "in": "path", "description": "The id of a reply.", "schema": _CODE}


class UserErrorsSchema(SessionSchema):
    """Why not."""

    code = fields.String(required=True, metadata={"description": "A code of the vendor's table, in lower case."})
    message = fields.String(metadata={"description": "What is wrong and what to do, for people."})


class UserErrorSchema(SessionSchema):
    """A reply with no user in it."""

    status = fields.String(required=True, metadata={"enum": ["error"]})
    errors = fields.Nested(UserErrorsSchema, required=True)


class _Blueprint(Blueprint):  # type: ignore[misc]
    ARGUMENTS_PARSER = RequestParser()


_NOBODY = (404, "There is no user of this id.")
_FAILURES = (
    (401, "The credentials are missing or not valid."),
    (500, "A fault of the gateway's own, or its store is away; send the same again."),
)


class Endpoints:
    """Endpoints below one path; `failed` is the status of an error's envelope, whose schema is `failure`."""

    def __init__(
        self,
        name: str,
        path: str,
        description: str,
        *,
        failed: str,
        failure: type[Schema],
        parameters: tuple[Any, ...] = (),
    ) -> None:
        self.blueprint = _Blueprint(name, __name__, url_prefix=path, description=description)
        ErrorReplies(failed).register(self.blueprint)
        self._failure = failure
        self._parameters = parameters

    def add(
        self,
        path: str,
        *,
        name: str,
        reply: type[Schema],
        method: str = "GET",
        query: type[Schema] | None = None,
        body: type[Schema] | None = None,
        example: Mapping[str, Any] | None = None,
        path_parameters: tuple[Any, ...] = (),
    ) -> Callable[[View], View]:
        """Declare an endpoint; the view gets the path's parts by name, and what `query` or `body` read."""
        blueprint = self.blueprint

        def declare(view: View) -> View:
            declared: Any = blueprint.response(200, reply, headers=_NO_STORE)(view)
            if query:
                declared = blueprint.arguments(query(), location="query")(declared)
            if body:
                declared = blueprint.arguments(body(), example=example)(declared)
            for status, description in (*_FAILURES, *((_NOBODY,) if path_parameters else ())):
                declared = blueprint.alt_response(status, schema=self._failure, description=description)(declared)
            declared = blueprint.doc(operationId=name, security=[{"till": []}])(declared)
            parameters = [*self._parameters, *path_parameters]
            blueprint.route(path, methods=[method], endpoint=name, strict_slashes=False, parameters=parameters)(
                declared
            )
            return view

        return declare


def user_endpoints() -> Endpoints:
    """The endpoints of users, to be declared."""
    return Endpoints(
        "SessionM",
        f"{SESSIONM_PATH}/v1/apps/<api_key>",
        "A customer with points and tiers, as SessionM tells one.",
        failed="error",
        failure=UserErrorSchema,
        parameters=(_API_KEY,),
    )
