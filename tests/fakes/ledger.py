"""The ledger in memory: the domain's own books, never closed."""

import threading
from dataclasses import replace
from datetime import datetime
from itertools import count

from domain.accounts.account import Account, AccountType, AmountForm
from domain.accounts.books import Books
from domain.accounts.lapse_holds import ExpiredHold, release_of
from domain.accounts.ledger_records import Hold, HoldState
from domain.accounts.merge_accounts import MergeOrder, MergeReceipt
from domain.accounts.merging import (
    Leftovers,
    close_merged,
    giving_key,
    gone_elsewhere,
    move_all,
    receipt_of,
    require_mergeable,
    taking_key,
)
from domain.accounts.prepared_update import PreparedUpdate
from domain.accounts.update_command import UpdateReply
from domain.errors import InvalidInput


class FakeLedger:
    """A `Ledger`, and where its accounts are merged, over dictionaries; one at a time."""

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
            account = self._found(*wanted)
            if account:
                account = self.books.accounts[account.merged_into_id or account.id]
                account.held = self._held(account.id, update.received_at)
                # A card stands for the account that it led to before any merge.
                update = replace(update, account_number=wanted[2] or "")
            return self.books.settle(account.id if account else None, update)

    def merge(self, order: MergeOrder) -> MergeReceipt:
        """See the port `domain.accounts.merge_accounts.AccountMerges`."""
        with self._guard:
            account, into = (self._found(order.programme.id, order.type, each) for each in (order.number, order.into))
            if account is None or into is None:
                raise InvalidInput("There is no such account.", field="into" if account else "number")
            if known := self._known(order, account, into):
                return known
            for each in (account, into):
                each.held = self._held(each.id, order.received_at)
            open_holds = [hold for hold in self._open_holds(account) if hold.expires_at > order.received_at]
            require_mergeable(order, account, into, Leftovers(len(open_holds)))
            self._let_lapse(order, account)
            move_all(self.books, order, account, into)
            for one in self.books.families.get(account.id, ()):
                self.books.accounts[one.id].merged_into_id = into.id
            close_merged(self.books, account, into)
            return self._receipt(order, account, replayed=False)

    def _known(self, order: MergeOrder, account: Account, into: Account) -> MergeReceipt | None:
        taken = self.books.keys.get((order.programme.id, taking_key(account.id)))
        if taken and taken.account_id != into.id:
            raise gone_elsewhere(order, self.books.accounts[taken.account_id].number)
        return self._receipt(order, account, replayed=True) if taken else None

    def _receipt(self, order: MergeOrder, account: Account, *, replayed: bool) -> MergeReceipt:
        given, taken = (self.books.keys[order.programme.id, key(account.id)] for key in (giving_key, taking_key))
        form = AmountForm(account.unit, account.precision, order.programme.rules.money_in_smallest_unit)
        return receipt_of(order, given, taken, form, replayed=replayed)

    def _open_holds(self, account: Account) -> list[Hold]:
        placed = self.books.changes.holds_placed
        return [hold for hold in placed if hold.account_id == account.id and hold.state is HoldState.OPEN]

    def _let_lapse(self, order: MergeOrder, account: Account) -> None:
        movements = {movement.id: movement for movement in self.books.changes.movements}
        for hold in self._open_holds(account):
            movement = movements[hold.movement_id]
            place = (movement.id, order.programme.id, account.type, account.number)
            lapsed = ExpiredHold(*place, movement.device, movement.transaction_id)
            self.books.settle(account.id, release_of(lapsed, order.received_at))

    def _found(self, programme_id: int, kind: AccountType, number: str | None) -> Account | None:
        wanted = (programme_id, kind, number)
        accounts = self.books.accounts.values()
        return next((one for one in accounts if (one.programme_id, one.type, one.number) == wanted), None)

    def _held(self, account_id: int, now: datetime) -> int:
        holds = self.books.changes.holds_placed
        return sum(hold.reserves(now) for hold in holds if hold.account_id == account_id)
