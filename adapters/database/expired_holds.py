"""Finding holds whose expiry has passed, and releasing them: those of many accounts in one transaction."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from adapters.database.account_batches import AccountBatches
from adapters.database.books_loader import BooksLoader
from adapters.database.books_writer import write_books
from adapters.database.due_points import DuePoints
from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from adapters.database.update_queue import Batch
from domain.accounts.account import Account, parse_account_type
from domain.accounts.books import Books
from domain.accounts.lapse_holds import ExpiredHold, Release
from domain.accounts.prepared_update import PreparedUpdate
from domain.clock import to_microseconds

_EXPIRED = """
SELECT h.account_id, h.movement_id, m.programme_id, a.account_type, a.number, m.device, m.transaction_id
FROM hold h JOIN movement m ON m.id = h.movement_id JOIN account a ON a.id = h.account_id
WHERE h.state = 'open' AND h.expires_at <= ? {}ORDER BY h.expires_at LIMIT ?"""


class DatabaseExpiredHolds:
    """Implements the port `domain.accounts.lapse_holds.ExpiredHolds`."""

    def __init__(self, store: Store, reader: Reader, unit_of_work: UnitOfWork, due: DuePoints | None = None) -> None:
        self._reader = reader
        self._loader = BooksLoader(store, due)
        self._batches = AccountBatches(store, unit_of_work)

    def lapse(self, now: datetime, limit: int, release: Release) -> int:
        """See the port."""
        aside, those = self._batches.aside("h.account_id")
        found = self._reader.rows(_EXPIRED.format(aside), (to_microseconds(now), *those, limit))
        releases = defaultdict[int, list[PreparedUpdate]](list)
        for account_id, movement_id, programme_id, kind, *rest in found:
            hold = ExpiredHold(movement_id, programme_id, parse_account_type(kind), *rest)
            releases[account_id].append(release(hold))

        def work(hot: HotTransaction, books: Books, accounts: Sequence[Account]) -> None:
            # Those of an account that was merged meanwhile have ended with that.
            here = (account.id for account in accounts if account.merged_into_id is None)
            updates = [update for account_id in here for update in releases[account_id]]
            self._settle(hot, books, updates)

        self._batches(releases, work, now)
        return len(found)

    def _settle(self, hot: HotTransaction, books: Books, updates: Sequence[PreparedUpdate]) -> None:
        """As the ledger settles its updates, with all that they refer to."""
        loaded_books, loaded, now = self._loader.load(hot, Batch(updates=updates), books.next_movement_id)
        for update, account in loaded:
            loaded_books.settle(account.id if account else None, update)
        write_books(hot, loaded_books.changes, now)
