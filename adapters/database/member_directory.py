"""Finding the member that a purchase belongs to, in one statement."""

from typing import Any

from adapters.database.reading import Reader
from domain.accounts.account import AccountType
from domain.programmes.programme import Programme
from domain.purchases.member_directory import Member
from domain.status import Status

_MEMBER = "SELECT c.number, a.number, a.tier FROM "
_ACCOUNT = " JOIN account a ON a.customer_id = c.id AND a.programme_id = c.programme_id AND a.account_type = ? "
_BY_CARD = (
    _MEMBER
    + "card d JOIN customer c ON c.id = d.customer_id"
    + _ACCOUNT
    + "WHERE d.programme_id = ? AND d.number = ? AND d.status = ? ORDER BY a.id LIMIT 1"
)
_BY_CUSTOMER = _MEMBER + "customer c" + _ACCOUNT + "WHERE c.programme_id = ? AND c.number = ? ORDER BY a.id LIMIT 1"


class DatabaseMemberDirectory:
    """Implements the port `domain.purchases.member_directory.MemberDirectory`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def by_card(self, programme: Programme, card_number: str) -> Member | None:
        """See the port."""
        values = (AccountType.LOYALTY.value, programme.id, card_number, Status.ACTIVE.value)
        return _member(self._reader.row(_BY_CARD, values))

    def by_customer(self, programme: Programme, customer_number: str) -> Member | None:
        """See the port."""
        return _member(self._reader.row(_BY_CUSTOMER, (AccountType.LOYALTY.value, programme.id, customer_number)))


def _member(row: Any) -> Member | None:
    return None if row is None else Member(*row)
