"""Loading the books for a batch of updates: accounts under lock, then keys, then what the updates refer to.

Locks are taken in one order everywhere: accounts by id, then keys, then holds and remainders, which only ever change
under the lock of their account. What is read after an account's lock is fresh (on PostgreSQL each statement of a READ
COMMITTED transaction sees what was committed before it began).
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from adapters.database.books_rows import account_from, key_record_from, related_from
from adapters.database.books_sql import RELATED, accounts_of, any_of, keys_of
from adapters.database.due_points import DuePoints
from adapters.database.engine import Store
from adapters.database.held_points import load_held
from adapters.database.hot_transaction import HotTransaction, Rows
from adapters.database.merged_accounts import MergedAccounts, Reference, families_of, family_names, ids_of
from adapters.database.update_queue import Batch
from domain.accounts.account import Account
from domain.accounts.books import Books
from domain.accounts.prepared_update import MovementKind, Original, PreparedUpdate, without_place
from domain.accounts.update_command import Phase
from domain.errors import InvalidInput

_BY_CARD = """
SELECT a.number, a.merged_into_id FROM card d JOIN account a ON a.customer_id = d.customer_id
WHERE d.programme_id = ? AND d.number = ? AND d.status = 'ACTIVE' AND a.programme_id = d.programme_id
AND a.account_type = ? ORDER BY a.id LIMIT 2"""
# Those that were merged into one are one.
_BY_CARD_NOW = """
SELECT DISTINCT COALESCE(i.number, a.number) FROM card d JOIN account a ON a.customer_id = d.customer_id
LEFT JOIN account i ON i.id = a.merged_into_id
WHERE d.programme_id = ? AND d.number = ? AND d.status = 'ACTIVE' AND a.programme_id = d.programme_id
AND a.account_type = ? LIMIT 2"""
_EXPIRED = """
SELECT -SUM(e.amount) FROM entry e JOIN movement m ON m.id = e.movement_id
WHERE e.account_id IN ({}) AND m.kind IN ('expiry', 'reinstatement')"""
_RELATED_MATCH = ("m.device", "m.transaction_id", "m.account_id")

Loaded = list[tuple[PreparedUpdate, Account | None]]


class BooksLoader:
    """Loads what a batch needs through an open transaction; points that are `due` are let be spent on the way."""

    def __init__(self, store: Store, due: DuePoints | None = None) -> None:
        self._due = due
        self._is_sqlite = store.is_sqlite
        self._lock = "" if store.is_sqlite else " FOR UPDATE OF a"
        self._merged = MergedAccounts()

    def load(
        self, hot: HotTransaction, batch: Batch, next_movement_id: Callable[[], int]
    ) -> tuple[Books, Loaded, datetime]:
        """The books, each update with its locked account (None where there is none), and the moment of the batch.

        Locking can mean to wait, on PostgreSQL: the updates of those accounts that have arrived meanwhile come along.
        Raises `AccountsMerged` where an account was merged into another, of which nobody here knew.
        """
        books = Books(next_movement_id)
        named = [self._reference(hot, update) for update in batch.updates]
        references = [self._merged.place_of(reference) for reference in named]
        statement, values = accounts_of(dict.fromkeys(references), is_sqlite=self._is_sqlite)
        accounts = hot.ask(f"{statement} ORDER BY a.id{self._lock}", values)
        # Sent behind the statement that locks, and so begun, and fresh, after it.
        keys = [self._ask_keys(hot, batch.updates, references)]
        by_reference = {(row[1], row[2], row[3]): account_from(row) for row in accounts()}
        self._merged.follow(hot, by_reference)
        late = batch.take(lambda update: _named(update) in by_reference)
        if late:
            named += [_named(update) for update in late]
            references += named[-len(late) :]
            keys.append(self._ask_keys(hot, late, references[-len(late) :]))
        books.accounts = {account.id: account for account in by_reference.values()}
        updates, now = _at_one_moment(batch.updates)
        loaded = [(update, by_reference.get(reference)) for update, reference in zip(updates, references, strict=True)]
        books.families = families_of(hot, by_reference.values())
        if books.families:
            loaded = [
                (replace(update, account_number=name[2]), account)
                for (update, account), name in zip(loaded, named, strict=True)
            ]
            names = family_names(books, loaded)
            keys.append(self._ask_keys(hot, [update for update, _ in names], [name for _, name in names]))
        books.keys = {
            (record.programme_id, record.key): record for rows in keys for record in map(key_record_from, rows())
        }
        self._settle_due(hot, books, now)
        load_held(hot, books.accounts.values(), now)
        self._expire(hot, books, updates, now)
        self._load_expired(hot, books, loaded)
        self._load_related(hot, books, loaded)
        return books, loaded, now

    def _reference(self, hot: HotTransaction, update: PreparedUpdate) -> Reference:
        """The account that the update is for, as it names it or by its card."""
        named = _named(update)
        return named if update.account_number else (*named[:2], self._by_card(hot, update))

    def _settle_due(self, hot: HotTransaction, books: Books, now: datetime) -> None:
        """Let points be spent whose waiting is done, so that no till waits for a worker."""
        for account in tuple(books.accounts.values()):
            if self._due and account.waits_until and account.waits_until <= now:
                self._due.settle(hot, books, account.programme_id, account.number, now)

    def _expire(self, hot: HotTransaction, books: Books, updates: Sequence[PreparedUpdate], now: datetime) -> None:
        """Enter what has expired, so that it is not spent before a worker comes by."""
        first = {update.programme_id: update.rules.points_expire_from for update in updates}
        for account in tuple(books.accounts.values()):
            if self._due and account.may_expire(first.get(account.programme_id), now):
                self._due.expire(hot, books, account, now)

    def _load_expired(self, hot: HotTransaction, books: Books, loaded: Loaded) -> None:
        """What may be given back, with what has just been entered and is not written yet."""
        for update, account in loaded:
            if account and update.kind is MovementKind.REINSTATEMENT:
                entered = sum(
                    movement.moved
                    for movement in books.changes.movements
                    if movement.account_id == account.id and movement.kind is MovementKind.EXPIRY
                )
                ids = ids_of(books, account)
                expired = hot.rows(_EXPIRED.format(", ".join("?" * len(ids))), ids)[0][0]
                # Settling what was due may have loaded the account anew.
                books.accounts[account.id].reinstatable = int(expired or 0) - entered

    def _by_card(self, hot: HotTransaction, update: PreparedUpdate) -> str:
        """The number of the card's one account of this type; empty where there is none."""
        row = (update.programme_id, update.card_number, update.account_type.value)
        found = hot.rows(_BY_CARD, row)
        if len(found) > 1 and any(merged_into for _, merged_into in found):
            found = hot.rows(_BY_CARD_NOW, row)
        if len(found) > 1:
            raise InvalidInput("The card has several accounts of this type; send accountId.", field="accountId")
        return str(found[0][0]) if found else ""

    def _ask_keys(
        self, hot: HotTransaction, updates: Sequence[PreparedUpdate], references: Sequence[Reference]
    ) -> Callable[[], Rows]:
        wanted: dict[tuple[int, bytes], None] = {}
        for update, (_, _, number) in zip(updates, references, strict=True):
            for key in (update.natural_key(number), update.explicit_key):
                if number and key:
                    wanted[update.programme_id, key] = wanted[update.programme_id, without_place(key)] = None
        if not wanted:
            return list
        return hot.ask(*keys_of(wanted, is_sqlite=self._is_sqlite))

    def _load_related(self, hot: HotTransaction, books: Books, loaded: Loaded) -> None:
        wanted: dict[tuple[str, str, int], None] = {}
        for update, account in loaded:
            document = update.document
            if account and document and _may_refer_back(update, account):
                for account_id in ids_of(books, account):
                    wanted[document.device, document.transaction_id, account_id] = None
        if wanted:
            condition, values = any_of(_RELATED_MATCH, wanted)
            for row in hot.rows(RELATED.format("") + condition + " ORDER BY m.id", values):
                related = related_from(row)
                movement = related.movement
                document = Original(movement.device, movement.transaction_id)
                books.related.setdefault((movement.account_id, document), []).append(related)


def _named(update: PreparedUpdate) -> Reference:
    """The account as the update names it; with a card alone, it names none."""
    return update.programme_id, update.account_type.value, update.account_number


def _at_one_moment(updates: Sequence[PreparedUpdate]) -> tuple[Sequence[PreparedUpdate], datetime]:
    """The same updates, all received when the last of them was: what is due or lapsed is that for all of them."""
    now = max(update.received_at for update in updates)
    return (updates if len(updates) == 1 else [replace(update, received_at=now) for update in updates]), now


def _may_refer_back(update: PreparedUpdate, account: Account) -> bool:
    """Whether the update can be about an earlier movement; a plain sale on an account without holds can't."""
    if update.original or update.phase is Phase.CANCEL:
        return True
    return update.phase is Phase.FINAL and (account.holds_placed > 0 or account.merged_accounts > 0)
