"""Several tickets in one transaction: one sync of the disk for all of them, and each still decided by itself.

A ticket that is refused is undone to its savepoint, and the others stay. Where the whole does not come through (another
transaction took a key first, or two waited for each other), its tickets are booked one by one.
"""

from collections.abc import Callable, Collection, Sequence
from functools import partial

from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.store_errors import AWAY, UNIQUE_VIOLATIONS
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account import AccountType
from domain.errors import LoyaltyError, StoreUnavailable
from domain.purchases.ticket_books import TicketOrder, TicketReceipt, TicketResult

TOGETHER = 20
"""How many tickets at most: tills that move the same accounts, or any on SQLite, wait until all of them are written."""

_OWNERS = """
SELECT COALESCE(i.number, a.number) FROM ticket t JOIN account a ON a.id = t.account_id
LEFT JOIN account i ON i.id = a.merged_into_id
WHERE t.programme_id = ? AND t.natural_key IN ({})"""
_LOCK = """
SELECT id FROM account WHERE programme_id = ? AND account_type = ? AND number IN ({}) ORDER BY id FOR UPDATE"""

_MET: tuple[type[Exception], ...] = (*UNIQUE_VIOLATIONS, *AWAY, StoreUnavailable)

Book = Callable[[TicketOrder, HotTransaction], TicketReceipt]


class TicketBatches:
    """Books tickets together, by what books one of them inside a transaction."""

    def __init__(self, store: Store, unit_of_work: UnitOfWork) -> None:
        self._unit_of_work = unit_of_work
        self._locks = not store.is_sqlite

    def __call__(
        self, orders: Sequence[TicketOrder], book: Book, alone: Callable[[TicketOrder], TicketReceipt]
    ) -> list[TicketResult]:
        """What became of each: `book` within the common transaction, or `alone` in one of its own.

        Raises `StoreUnavailable`; what was booked by then is recognised when it is sent again.
        """
        results: list[TicketResult] = []
        for first in range(0, len(orders), TOGETHER):
            results += self._part(orders[first : first + TOGETHER], book, alone)
        return results

    def _part(
        self, orders: Sequence[TicketOrder], book: Book, alone: Callable[[TicketOrder], TicketReceipt]
    ) -> list[TicketResult]:
        if len(orders) > 1:
            try:
                return self._together(orders, book)
            except _MET:
                pass  # Each by itself says whether the store is away, or only these two met.
        return [_result(partial(alone, order)) for order in orders]

    def _together(self, orders: Sequence[TicketOrder], book: Book) -> list[TicketResult]:
        results: list[TicketResult] = []
        with self._unit_of_work.hot_transaction() as hot:
            if self._locks:
                _lock_members(hot, orders)
            for order in orders:
                hot.execute("SAVEPOINT ticket")
                result = _result(partial(book, order, hot))
                if isinstance(result, LoyaltyError):
                    hot.execute("ROLLBACK TO SAVEPOINT ticket")
                hot.execute("RELEASE SAVEPOINT ticket")
                results.append(result)
        return results


def _result(book: Callable[[], TicketReceipt]) -> TicketResult:
    try:
        return book()
    except StoreUnavailable:
        raise
    except LoyaltyError as error:
        return error


def _lock_members(hot: HotTransaction, orders: Sequence[TicketOrder]) -> None:
    """Lock the loyalty accounts of all that the tickets move, by id, as everywhere: two batches of them take turns."""
    programme_id = orders[0].programme.id
    numbers = {order.member.account_number for order in orders if order.member}
    if keys := [order.ticket.original.natural_key for order in orders if order.ticket.original]:
        numbers |= {row[0] for row in hot.rows(_OWNERS.format(_marks(keys)), (programme_id, *keys))}
    if numbers:
        hot.rows(_LOCK.format(_marks(numbers)), (programme_id, AccountType.LOYALTY.value, *sorted(numbers)))


def _marks(values: Collection[object]) -> str:
    return ", ".join("?" * len(values))
