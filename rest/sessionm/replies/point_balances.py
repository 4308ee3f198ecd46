"""The object point_account_balances: a sum, and the four accounts."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from marshmallow import fields

from domain.engagement.member_profile import MemberProfile, PointAccount
from domain.programmes.programme import Programme
from rest.enactor.fields import Figure
from rest.sessionm.ids import face_id
from rest.sessionm.replies.figures import plain
from rest.sessionm.wire_schema import SessionSchema

TIER_QUALIFYING = "Tier-Qualifying Account"


class PointSummarySchema(SessionSchema):
    """What the accounts hold together."""

    total_points = Figure(required=True)
    life_time_points = Figure(required=True)


class PointAccountSchema(SessionSchema):
    """One account; `user_point_account_id` is empty until the first purchase opens it."""

    account_name = fields.String(required=True)
    user_point_account_id = fields.String(required=True)
    point_account_id = fields.String(required=True)
    grouping_label = fields.String(required=True)
    available_balance = Figure(required=True)
    life_time_value = Figure(required=True)


class PointAccountBalancesSchema(SessionSchema):
    """All accounts of a user."""

    retailer_id = fields.String(required=True)
    user_id = fields.String(required=True)
    summary = fields.Nested(PointSummarySchema, required=True)
    details = fields.List(fields.Nested(PointAccountSchema), required=True)


def account_name(programme: Programme, name: str) -> str:
    """The programme's name before that of a kind of account."""
    return f"{programme.name} {name}"


def point_account_id(programme: Programme, name: str) -> str:
    """The id of a kind of account in a programme."""
    return face_id("point account", programme.id, name)


def balance_members(profile: MemberProfile, programme: Programme) -> dict[str, Any]:
    """The object of this member."""
    points = profile.points
    accounts = (
        ("Spendable Account", "Spend", points.spendable),
        ("Spendable Escrow Account", "", points.spendable_escrow),
        (TIER_QUALIFYING, "Tier", points.tier_qualifying),
        ("Tier-Qualifying Escrow Account", "", points.tier_qualifying_escrow),
    )
    return {
        "retailer_id": face_id("retailer", programme.id),
        "user_id": profile.id,
        "summary": _summary([account for *_, account in accounts]),
        "details": [
            {
                "account_name": account_name(programme, name),
                "user_point_account_id": "" if account.id is None else face_id("user point account", account.id),
                "point_account_id": point_account_id(programme, name),
                "grouping_label": label,
                "available_balance": plain(account.balance),
                "life_time_value": plain(account.lifetime),
            }
            for name, label, account in accounts
        ],
    }


def _summary(accounts: Sequence[PointAccount]) -> dict[str, Any]:
    return {
        "total_points": plain(sum((each.balance for each in accounts), Decimal(0))),
        "life_time_points": plain(sum((each.lifetime for each in accounts), Decimal(0))),
    }
