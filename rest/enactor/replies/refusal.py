"""How a normal reply says that the answer is no."""

from typing import Any

from flask import Response, jsonify
from marshmallow import fields

from domain.accounts.outcome import Outcome, outcome_of
from domain.refusals import Refusal
from rest.enactor.errors import MESSAGE_BASE
from rest.enactor.wire_schema import ReplySchema, type_name


class OutcomeSchema(ReplySchema):
    """What became of the call; only Success has moved anything."""

    name = fields.String(required=True, metadata={"enum": [outcome.value for outcome in Outcome]})


class MessageSchema(ReplySchema):
    """A text for people, with the code by which a till finds its own."""

    at_type = type_name("message")
    message_base = fields.String()
    message_id = fields.String()
    message_text = fields.String(required=True)


class OutcomeReplySchema(ReplySchema):
    """The members by which a reply says its outcome."""

    outcome = fields.Nested(OutcomeSchema, required=True)
    error_code = fields.String(metadata={"description": "Why not, where the outcome is not Success."})
    messages = fields.List(fields.Nested(MessageSchema))


class MaybeRefusedSchema(ReplySchema):
    """The same for replies that name an outcome only where it is not Success, as the documents show none."""

    outcome = fields.Nested(OutcomeSchema, metadata={"description": "Only where there is nothing to answer."})
    error_code = fields.String(metadata={"description": "Why not."})
    messages = fields.List(fields.Nested(MessageSchema))


_SUCCESS = Outcome.SUCCESS.value


def refusal_response(error: Refusal) -> Response:
    """The normal reply to a refusal for which an endpoint has no reply of its own."""
    members: dict[str, Any] = MaybeRefusedSchema().dump(outcome_members(error))
    return jsonify(members)


def outcome_members(error: Refusal | None, *, messages: tuple[str, ...] = ()) -> dict[str, Any]:
    """The outcome, and for a refusal its code and sentence, after the other messages there are."""
    if error is None and not messages:
        return {"outcome": {"name": _SUCCESS}}
    told = [{"message_text": text} for text in messages]
    if error:
        told.append({"message_base": MESSAGE_BASE, "message_id": error.code, "message_text": error.sentence})
    return {
        "outcome": {"name": outcome_of(error).value},
        "error_code": error.code if error else None,
        "messages": told or None,
    }
