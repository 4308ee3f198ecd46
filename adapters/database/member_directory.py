"""Finding the member that a purchase belongs to, in one statement; where the account was merged, in two."""

from typing import Any

from adapters.database.present_tiers import IS_DUE, PresentTiers
from adapters.database.reading import Reader
from domain.accounts.account import AccountType
from domain.clock import Clock, to_microseconds
from domain.customers.identifier_keys import IdentifierKind
from domain.programmes.programme import Programme
from domain.purchases.member_directory import Member
from domain.status import Status

_MEMBER = f"SELECT c.number, a.number, a.tier, a.id, {IS_DUE}, a.merged_into_id, {{}} FROM "  # noqa: S608 - fixed texts
_ACCOUNT = " JOIN account a ON a.customer_id = c.id AND a.programme_id = c.programme_id AND a.account_type = ? "
_BY_CARD = (
    _MEMBER.format("d.id")
    + "card d JOIN customer c ON c.id = d.customer_id"
    + _ACCOUNT
    + "WHERE d.programme_id = ? AND d.number = ? AND d.status = ? ORDER BY a.id LIMIT 1"
)
_BY_ID = (
    _MEMBER.format("NULL")
    + "customer_identifier k JOIN customer c ON c.id = k.customer_id"
    + _ACCOUNT
    + "WHERE k.programme_id = ? AND k.kind = ? AND k.identifier = ? ORDER BY a.id LIMIT 1"
)
_BY_CUSTOMER = (
    _MEMBER.format("NULL") + "customer c" + _ACCOUNT + "WHERE c.programme_id = ? AND c.number = ? ORDER BY a.id LIMIT 1"
)
_BY_ACCOUNT = _MEMBER.format("NULL") + "account a LEFT JOIN customer c ON c.id = a.customer_id WHERE a.id = ?"


class DatabaseMemberDirectory:
    """Implements the port `domain.purchases.member_directory.MemberDirectory`; the tier is that of the clock's moment."""

    def __init__(self, reader: Reader, clock: Clock) -> None:
        self._reader = reader
        self._clock = clock
        self._tiers = PresentTiers(reader)

    def by_card(self, programme: Programme, card_number: str) -> Member | None:
        """See the port."""
        values = (AccountType.LOYALTY.value, programme.id, card_number, Status.ACTIVE.value)
        return self._member(programme, _BY_CARD, values)

    def by_id(self, programme: Programme, member_id: str) -> Member | None:
        """See the port."""
        values = (AccountType.LOYALTY.value, programme.id, IdentifierKind.ID.value, member_id)
        return self._member(programme, _BY_ID, values)

    def by_customer(self, programme: Programme, customer_number: str) -> Member | None:
        """See the port."""
        return self._member(programme, _BY_CUSTOMER, (AccountType.LOYALTY.value, programme.id, customer_number))

    def _member(self, programme: Programme, statement: str, values: tuple[Any, ...]) -> Member | None:
        now = self._clock.now()
        moments = (to_microseconds(now), to_microseconds(now))
        row = self._reader.row(statement, (*moments, *values))
        if row is None:
            return None
        found_number, card_id = row[0] or "", row[6]
        while row[5] is not None:
            row = self._reader.row(_BY_ACCOUNT, (*moments, row[5]))
        customer_number, account_number, tier, account_id, is_due, *_ = row
        present = self._tiers.of(programme, account_id, now).tier if is_due else tier
        found_as = found_number if found_number != customer_number else ""
        return Member(customer_number or "", account_number, present, card_id, found_as)
