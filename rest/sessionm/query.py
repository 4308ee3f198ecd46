"""What the calls that read take in their query."""

from dataclasses import dataclass
from typing import Any

from marshmallow import fields

from rest.sessionm.wire_schema import SessionSchema


class ShownQuerySchema(SessionSchema):
    """Which parts of the user are wanted; each is left out where it is not asked for."""

    user_profile = fields.Boolean(
        load_default=False,
        data_key="user[user_profile]",
        metadata={"description": "Custom attributes too: title and groups."},
    )
    expand_incentives = fields.Boolean(
        load_default=False, metadata={"description": "Tier levels and the balances of all point accounts too."}
    )
    show_identifiers = fields.Boolean(
        load_default=False, metadata={"description": "Customer number and cards with their types too."}
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """The parts of the user that are wanted."""

    user_profile: bool
    expand_incentives: bool
    show_identifiers: bool


NOTHING_MORE = Shown(user_profile=False, expand_incentives=False, show_identifiers=False)
"""The user alone."""


def shown_of(query: dict[str, Any]) -> Shown:
    """What the schema read."""
    return Shown(query["user_profile"], query["expand_incentives"], query["show_identifiers"])
