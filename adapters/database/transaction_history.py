"""Reading a customer's movements, over all of the customer's accounts."""

from collections.abc import Sequence
from typing import Any

from adapters.database.reading import Reader
from domain.accounts.account import AmountForm, Unit
from domain.clock import from_microseconds
from domain.customers.list_transactions import Transaction
from domain.pager import Listed, Window
from domain.programmes.programme import Programme

_ACCOUNTS = (
    "FROM customer c JOIN account a ON a.customer_id = c.id {movements}WHERE c.programme_id = ? AND c.number = ?"
)
# By way of the entries, whose primary key begins with the account.
_MOVEMENTS = (
    "SELECT m.received_at, m.id, m.transaction_id, m.kind, m.site, m.device, m.occurred_at, m.moved, m.reason, "
    "a.account_type, a.number, a.unit, a.precision, c.number "
    + _ACCOUNTS.format(movements="JOIN entry e ON e.account_id = a.id JOIN movement m ON m.id = e.movement_id ")
)
_ORDER = " ORDER BY m.received_at DESC, m.id DESC LIMIT ?"
_FROM_FRONT = f"{_MOVEMENTS}{_ORDER} OFFSET ?"
_FROM_KEY = f"{_MOVEMENTS} AND (m.received_at, m.id) < (?, ?){_ORDER}"
# An account's sequence is the number of its entries.
_COUNTED = "SELECT SUM(a.sequence) " + _ACCOUNTS.format(movements="")


class DatabaseTransactionHistory:
    """Implements the port `domain.customers.list_transactions.TransactionHistory`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def list_transactions(self, programme: Programme, number: str, window: Window) -> Sequence[Listed[Transaction]]:
        """See the port."""
        if window.after:
            key = (int(part) for part in window.after)
            rows = self._reader.rows(_FROM_KEY, (programme.id, number, *key, window.limit))
        else:
            rows = self._reader.rows(_FROM_FRONT, (programme.id, number, window.limit, window.skip))
        return [Listed(_transaction(row, programme), (str(row[0]), str(row[1]))) for row in rows]

    def count_transactions(self, programme: Programme, number: str, cap: int) -> int:
        """See the port."""
        return min(cap, int(self._reader.row(_COUNTED, (programme.id, number))[0] or 0))


def _transaction(row: Sequence[Any], programme: Programme) -> Transaction:
    received_at, _, transaction_id, kind, site, device, occurred_at, moved, reason, *account = row
    account_type, account_number, unit, precision, customer_number = account
    form = AmountForm(Unit(unit), precision, programme.rules.money_in_smallest_unit)
    return Transaction(
        customer_number=customer_number,
        transaction_id=transaction_id,
        kind=kind,
        site=site,
        device=device,
        occurred_at=from_microseconds(received_at if occurred_at is None else occurred_at),
        account_type=account_type,
        account_number=account_number,
        is_points=form.unit is Unit.POINTS,
        moved=form.to_wire(moved),
        description=reason,
    )
