"""The ledger in memory: the domain's own books, never closed."""

import threading
from itertools import count

from domain.accounts.account import Account
from domain.accounts.books import Books
from domain.accounts.prepared_update import PreparedUpdate
from domain.accounts.update_command import UpdateReply


class FakeLedger:
    """A `Ledger` over dictionaries; one update at a time."""

    def __init__(self) -> None:
        ids = count(1)
        self.books = Books(lambda: next(ids))
        self._cards: dict[str, str] = {}
        self._guard = threading.Lock()

    def add_account(self, account: Account, card_number: str = "") -> None:
        """Keep this account, and the card that leads to it."""
        self.books.accounts[account.id] = account
        if card_number:
            self._cards[card_number] = account.number

    def post(self, update: PreparedUpdate) -> UpdateReply:
        """See the port."""
        with self._guard:
            wanted = (
                update.programme_id,
                update.account_type,
                update.account_number or self._cards.get(update.card_number),
            )
            account = next(
                (one for one in self.books.accounts.values() if (one.programme_id, one.type, one.number) == wanted),
                None,
            )
            if account:
                account.held = sum(self._reserved(account.id, update))
            return self.books.settle(account.id if account else None, update)

    def _reserved(self, account_id: int, update: PreparedUpdate) -> list[int]:
        return [
            hold.reserves(update.received_at)
            for hold in self.books.changes.holds_placed
            if hold.account_id == account_id
        ]
