"""An update and its answer on the wire."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields

from domain.accounts.update_command import UpdateReply
from rest.enactor.fields import Amount, EpochMilliseconds, Identifier, SentKey, UpdateStatus
from rest.enactor.replies.figures import FiguresSchema, figure_members
from rest.enactor.replies.refusal import OutcomeReplySchema, outcome_members
from rest.enactor.wire_schema import BodySchema, ReplySchema, type_name


class AccountBalanceUpdateSchema(BodySchema):
    """An update as the till sends it, and as the reply repeats it."""

    at_type = type_name("accountBalanceUpdate", is_read=True)
    transaction_id = Identifier("The till's number of the sale.", takes_numbers=True)
    device_id = SentKey("deviceKey", "The till.")
    location_id = SentKey(description="The shop: its id, or a key object.")
    account_id = Identifier("Needed, unless a card is given.")
    account_type = Identifier("In any case.", required=True)
    card_number = Identifier("A card of the account's customer.")
    update_amount = Amount("Signed; left out only where an original says how much.")
    currency_id = SentKey("currencyKey", "Another than the account's is refused.")
    date_time_updated = EpochMilliseconds("When the till did it; a resend keeps its first time.")
    expiry_time = EpochMilliseconds("When a hold lapses.")
    status = UpdateStatus("PENDING, COMPLETED or CANCELLED.")
    reference_id = Identifier("Tells updates of one sale and account apart.", takes_numbers=True)
    original_transaction_id = Identifier("The sale to complete, cancel or reverse.", takes_numbers=True)
    original_transaction_device_id = SentKey("deviceKey", "The till of the original, by default this one.")


class AccountBalanceUpdateOutputSchema(FiguresSchema, OutcomeReplySchema):
    """What became of an update; the figures are those right after it, today's for a refusal."""

    at_type = type_name("accountBalanceUpdateOutput")
    account_balance_update = fields.Nested(AccountBalanceUpdateSchema, required=True)
    replayed = fields.Boolean(required=True, metadata={"description": "Whether this is the first answer again."})
    duplicate_of = fields.String(metadata={"description": "The first movement, where another key was sent for it."})


class AccountBalanceUpdateResponseSchema(ReplySchema):
    """The answer to an update."""

    at_type = type_name("accountBalanceUpdateResponse")
    account_balance_update_output = fields.Nested(AccountBalanceUpdateOutputSchema, required=True)


def update_members(update: Mapping[str, Any], reply: UpdateReply) -> dict[str, Any]:
    """The reply under the names of `AccountBalanceUpdateResponseSchema`; the update is repeated with what was found out."""
    found = {"account_id": reply.account_number, "expiry_time": reply.expires_at}
    return {
        "account_balance_update_output": {
            "account_balance_update": {**update, **{name: value for name, value in found.items() if value}},
            **outcome_members(reply.error),
            **figure_members(reply.figures),
            "replayed": reply.replayed,
            "duplicate_of": reply.duplicate_of,
        }
    }
