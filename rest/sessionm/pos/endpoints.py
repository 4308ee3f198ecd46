"""Where the calls of points of sale are, and the envelope that they share."""

import hashlib
import json
from typing import Any

from marshmallow import Schema, fields, post_load

from rest.enactor.fields import Identifier
from rest.sessionm.endpoints import Endpoints, UserErrorsSchema
from rest.sessionm.wire_schema import SessionSchema

POS_PATH = "/api/2.0"
OK, FAILED = "OK", "ERROR"


class PosErrorSchema(SessionSchema):
    """A reply to what was not done."""

    status = fields.String(required=True, metadata={"enum": [FAILED]})
    errors = fields.Nested(UserErrorsSchema, required=True)


class PosReplySchema(SessionSchema):
    """The envelope of a reply: OK with a payload, or ERROR with errors."""

    status = fields.String(required=True, metadata={"enum": [OK, FAILED]})
    errors = fields.Nested(UserErrorsSchema)


class PosRequestSchema(SessionSchema):
    """The envelope of a request; `content`, which is not on the wire, stands for all that was sent."""

    store_id = Identifier("The shop: the code of a site.", required=True)
    client_id = Identifier("Who sends it in the shop: the device.", required=True)
    request_id = Identifier("The id of the request; sent again, it gets the first reply.", required=True)

    @post_load(pass_original=True)
    def add_content(self, members: dict[str, Any], original: Any, **_: Any) -> dict[str, Any]:
        """The members, and a digest of everything that was sent, whatever is read of it."""
        text = json.dumps(original, sort_keys=True)
        return {**members, "content": hashlib.sha256(text.encode()).digest()}


def pos_endpoints() -> Endpoints:
    """The endpoints, to be declared."""
    description = "What a point of sale asks and sends, as SessionM takes it."
    failure: type[Schema] = PosErrorSchema
    return Endpoints("SessionM POS", POS_PATH, description, failed=FAILED, failure=failure)
