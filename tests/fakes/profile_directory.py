"""Members' profiles in memory, found by trying each."""

from collections.abc import Sequence
from datetime import datetime

from domain.customers.identifier_keys import IdentifierKind, email_key, phone_key
from domain.engagement.member_profile import MemberProfile
from domain.programmes.programme import Programme


class FakeProfiles:
    """A `ProfileDirectory` over a list."""

    def __init__(self) -> None:
        self._kept: list[tuple[Programme, MemberProfile]] = []

    def put(self, programme: Programme, *profiles: MemberProfile) -> None:
        """Add these."""
        self._kept += [(programme, profile) for profile in profiles]

    def replace(self, programme: Programme, profile: MemberProfile) -> None:
        """Put this one in the place of the one with its id."""
        self._kept = [each for each in self._kept if each[1].id != profile.id]
        self.put(programme, profile)

    def count(self) -> int:
        """How many there are."""
        return len(self._kept)

    def find(self, programme: Programme, kind: IdentifierKind, key: str, now: datetime) -> Sequence[MemberProfile]:
        del now  # what is due is in the profile that was put

        def has_it(profile: MemberProfile) -> bool:
            keys = {
                IdentifierKind.EMAIL: email_key(profile.customer.email),
                IdentifierKind.PHONE: phone_key(profile.customer.phone, programme.country),
                IdentifierKind.ID: profile.id,
                IdentifierKind.NUMBER: profile.customer.number,
            }
            if kind is IdentifierKind.CARD:
                return key in profile.cards and profile.customer.status != "CLOSED"
            return keys[kind] == key and profile.customer.status != "CLOSED"

        return [each for kept_in, each in self._kept if kept_in.id == programme.id and has_it(each)][:2]
