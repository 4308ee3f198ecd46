"""The explanation of a balance: figures, holds, entries, changes of tier, and what expires next."""

from marshmallow import fields

from domain.purchases.tier_standing import TierReason
from rest.enactor.fields import EpochMilliseconds, Figure
from rest.enactor.paging import PageSchema
from rest.enactor.replies.refusal import MaybeRefusedSchema
from rest.enactor.wire_schema import ReplySchema


class _MovementSchema(ReplySchema):
    """What an entry or a hold came from."""

    kind = fields.String(required=True)
    transaction_id = fields.String()
    device_id = fields.String()
    location_id = fields.String()
    user_id = fields.String()
    credential = fields.String(metadata={"description": "The name of the credentials that sent it."})
    reference_id = fields.String()
    reason = fields.String()
    received_at = EpochMilliseconds(required=True)
    date_time_updated = EpochMilliseconds("When it happened, as the till said.")


class ExplainedEntrySchema(_MovementSchema):
    """One entry."""

    sequence = fields.Integer(required=True)
    amount = Figure("What entered the balance.", required=True)
    balance = Figure("The balance after it.", required=True)
    original_transaction_id = fields.String()


class ExplainedHoldSchema(_MovementSchema):
    """One open hold."""

    amount = Figure("Below zero it reserves, above it is expected.", required=True)
    expiry_time = EpochMilliseconds(required=True)


class ExplainedTierSchema(ReplySchema):
    """A change of the member's tier."""

    tier_code = fields.String(metadata={"description": "Left out below the lowest tier."})
    reason = fields.String(
        required=True,
        metadata={"enum": [reason.value for reason in TierReason], "description": "reached, kept or dropped."},
    )
    joined_at = EpochMilliseconds(required=True)
    resets_at = EpochMilliseconds("When it was to be looked at again; left out where it lasts.")
    points = Figure("The tier-qualifying points that counted then.")
    explanation = fields.String(metadata={"description": "What the points led to, for people."})


class NextExpirySchema(ReplySchema):
    """What expires next."""

    amount = Figure("Gone from then on, unless it is spent before.", required=True)
    expiry_time = EpochMilliseconds(required=True)


class AccountBalanceExplanationSchema(MaybeRefusedSchema, PageSchema):
    """The figures, the holds that were open, and a page of the entries, the latest first."""

    rows_per_page = fields.Integer()
    current_row_offset = fields.Integer()
    total_rows = fields.Integer()
    account_type = fields.String()
    account_id = fields.String()
    customer_number = fields.String()
    as_of = EpochMilliseconds()
    balance = Figure()
    held = Figure()
    available = Figure()
    credit_limit = Figure("The credit limit of today.")
    next_expiry = fields.Nested(NextExpirySchema, metadata={"description": "Left out where nothing expires."})
    holds = fields.List(fields.Nested(ExplainedHoldSchema))
    entries = fields.List(fields.Nested(ExplainedEntrySchema))
    tier_history = fields.List(
        fields.Nested(ExplainedTierSchema),
        metadata={"description": "How a member came to the tier of that moment, the first change first."},
    )
