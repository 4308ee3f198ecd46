"""Port: where members' profiles are read."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from domain.customers.identifier_keys import IdentifierKind
from domain.engagement.member_profile import MemberProfile
from domain.programmes.programme import Programme


class ProfileDirectory(Protocol):
    """Finds the profiles of one programme; nobody of another is ever answered."""

    def find(self, programme: Programme, kind: IdentifierKind, key: str, now: datetime) -> Sequence[MemberProfile]:
        """The customers with this key of `identifier_keys` (the number itself, for NUMBER and the digits for CARD), at most two of them.

        In one statement, by an index. Points whose waiting is done at `now` count as rolled over. Closed customers are left out. Raises `StoreUnavailable`.
        """
