"""Following accounts that were merged into others: where each is now, and which were merged into one.

Accounts that never were in a merge pay nothing for it: two columns of their row say so.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from adapters.database.books_rows import key_record_from
from adapters.database.books_sql import KEY
from adapters.database.hot_transaction import HotTransaction
from domain.accounts.account import Account, AmountForm
from domain.accounts.books import Books
from domain.accounts.ledger_records import MergedAccount
from domain.accounts.merge_accounts import MergeOrder, MergeReceipt
from domain.accounts.merging import giving_key, gone_elsewhere, receipt_of, taking_key
from domain.accounts.prepared_update import PreparedUpdate
from domain.errors import StoreUnavailable

_PLACE = "SELECT programme_id, account_type, number FROM account WHERE id = ?"
_FAMILY = "SELECT merged_into_id, id, number FROM account WHERE merged_into_id IN ({}) ORDER BY id"
_KEYS = KEY + "programme_id = ? AND key IN (?, ?)"
_NUMBER = "SELECT number FROM account WHERE id = ?"
_KNOWN_LIMIT = 10_000

Reference = tuple[int, str, str]
"""What one account is found by: its programme, type and number."""


class AccountsMerged(StoreUnavailable):
    """What was locked was merged into another account, which is known from now on: the next try locks that one.

    Not in the same transaction: accounts are locked in the order of their ids, or two wait for each other.
    """


class MergedAccounts:
    """Remembers where merged accounts went, which stays so: no merge is undone, and one that goes on is seen again."""

    def __init__(self) -> None:
        self._places: dict[Reference, Reference] = {}

    def place_of(self, reference: Reference) -> Reference:
        """Where the account of this reference is, as far as is known."""
        while place := self._places.get(reference):
            reference = place
        return reference

    def follow(self, hot: HotTransaction, accounts: Mapping[Reference, Account]) -> None:
        """Raise `AccountsMerged` where one of these is in another account now."""
        merged = {
            reference: account.merged_into_id for reference, account in accounts.items() if account.merged_into_id
        }
        if not merged:
            return
        if len(self._places) > _KNOWN_LIMIT:
            self._places.clear()
        for reference, account_id in merged.items():
            programme_id, kind, number = hot.rows(_PLACE, (account_id,))[0]
            self._places[reference] = (programme_id, kind, number)
        raise AccountsMerged


def families_of(hot: HotTransaction, accounts: Collection[Account]) -> dict[int, Sequence[MergedAccount]]:
    """The accounts that were merged into these, by the id of each that has any."""
    wanted = [account.id for account in accounts if account.merged_accounts]
    families: dict[int, list[MergedAccount]] = {}
    if wanted:
        for into, account_id, number in hot.rows(_FAMILY.format(", ".join("?" * len(wanted))), wanted):
            families.setdefault(into, []).append(MergedAccount(account_id, number))
    return dict(families)


def ids_of(books: Books, account: Account) -> tuple[int, ...]:
    """The account, and those that were merged into it."""
    return (account.id, *(one.id for one in books.families.get(account.id, ())))


def family_names(
    books: Books, loaded: Sequence[tuple[PreparedUpdate, Account | None]]
) -> list[tuple[PreparedUpdate, Reference]]:
    """Each update with each account that was merged into its own: its keys by those are asked for too."""
    return [
        (update, (account.programme_id, account.type.value, one.number))
        for update, account in loaded
        if account
        for one in books.families.get(account.id, ())
    ]


def known_merge(
    hot: HotTransaction, books: Books, order: MergeOrder, account: Account, into: Account
) -> MergeReceipt | None:
    """The receipt of a merge that was done before; raises `InvalidInput` where it led elsewhere."""
    rows = hot.rows(_KEYS, (order.programme.id, giving_key(account.id), taking_key(account.id)))
    books.keys = {(record.programme_id, record.key): record for record in map(key_record_from, rows)}
    taken = books.keys.get((order.programme.id, taking_key(account.id)))
    if taken is None:
        return None
    if taken.account_id != into.id:
        raise gone_elsewhere(order, str(hot.rows(_NUMBER, (taken.account_id,))[0][0]))
    return replace(first_receipt(books, order, account), replayed=True)


def first_receipt(books: Books, order: MergeOrder, account: Account) -> MergeReceipt:
    """The receipt of the merge of this account, whose keys are in the books."""
    given, taken = (books.keys[order.programme.id, key(account.id)] for key in (giving_key, taking_key))
    form = AmountForm(account.unit, account.precision, order.programme.rules.money_in_smallest_unit)
    return receipt_of(order, given, taken, form)
