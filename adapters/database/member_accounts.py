"""Locking what a purchase moves: a member's loyalty account and its sub-balances, which are opened when first needed.

Accounts are locked by id, as everywhere. A sub-balance is only ever locked together with its loyalty account, which
comes first, so that two purchases of one member wait for each other there.
"""

from collections.abc import Collection
from dataclasses import astuple, replace
from datetime import datetime
from typing import Any

from adapters.database.books_rows import account_from
from adapters.database.books_sql import accounts_of
from adapters.database.engine import Store
from adapters.database.held_points import load_held
from adapters.database.hot_transaction import HotTransaction
from adapters.database.merged_accounts import MergedAccounts
from adapters.database.row_seals import NEVER_MERGED, SEALED, seal_of
from domain.accounts.account import SUB_BALANCES, Account, AccountStatus, AccountType
from domain.accounts.account_sheet import AccountTerms
from domain.accounts.books import Books
from domain.clock import to_microseconds
from domain.purchases.ticket_books import MemberAccounts

_OPEN = f"""
INSERT INTO account ({", ".join(SEALED["account"])}, seal)
VALUES ({", ".join("?" * len(SEALED["account"]))}, ?) RETURNING id"""  # noqa: S608 - fixed names


class MemberAccountsLoader:
    """Locks accounts through an open transaction and enters them into its books."""

    def __init__(self, store: Store) -> None:
        self._lock = "" if store.is_sqlite else " FOR UPDATE OF a"
        self._merged = MergedAccounts()

    def load(
        self, hot: HotTransaction, books: Books, programme_id: int, numbers: Collection[str], now: datetime
    ) -> dict[str, MemberAccounts]:
        """The accounts of these loyalty account numbers, by number; one that is not there is left out.

        A number whose account was merged leads to that one's; raises `AccountsMerged` where nobody here knew.
        """
        loyalty = AccountType.LOYALTY.value
        places = {number: self._merged.place_of((programme_id, loyalty, number))[2] for number in numbers}
        kinds = (AccountType.LOYALTY, *SUB_BALANCES)
        wanted = [(programme_id, kind.value, place) for place in sorted({*places.values()}) for kind in kinds]
        if not wanted:
            return {}
        statement, values = accounts_of(wanted, is_sqlite=not self._lock)
        rows = hot.rows(f"{statement} ORDER BY a.id{self._lock}", values)
        found = {(account.number, account.type): account for account in map(account_from, rows)}
        mains = {number: account for (number, kind), account in found.items() if kind is AccountType.LOYALTY}
        self._merged.follow(hot, {(programme_id, loyalty, number): account for number, account in mains.items()})
        books.accounts |= {account.id: account for account in found.values()}
        load_held(hot, books.accounts.values(), now)
        members = {number: self._member(hot, books, found, main, now) for number, main in mains.items()}
        return {number: members[place] for number, place in places.items() if place in members}

    def _member(
        self, hot: HotTransaction, books: Books, found: dict[Any, Account], main: Account, now: datetime
    ) -> MemberAccounts:
        escrow, qualifying, qualifying_escrow = (
            found.get((main.number, kind)) or _opened(hot, books, main, kind, now) for kind in SUB_BALANCES
        )
        return MemberAccounts(main, escrow, qualifying, qualifying_escrow)


def _opened(hot: HotTransaction, books: Books, main: Account, kind: AccountType, now: datetime) -> Account:
    """A new sub-balance of this loyalty account, without any movement."""
    values = (
        main.programme_id,
        kind.value,
        main.number,
        main.customer_id,
        main.currency,
        main.unit.value,
        main.precision,
        AccountStatus.ACTIVE.value,
        to_microseconds(now),
        *astuple(AccountTerms()),
        *NEVER_MERGED,
    )
    opened = replace(
        main,
        id=int(hot.rows(_OPEN, (*values, seal_of("account", values)))[0][0]),
        type=kind,
        status=AccountStatus.ACTIVE,
        floor=0,
        credit_limit=0,
        balance=0,
        held=0,
        open_holds=0,
        holds_placed=0,
        sequence=0,
        head_hash=b"",
        points_expire_from=None,
        points_announce_from=None,
        merged_into_id=None,
        merged_accounts=0,
    )
    books.accounts[opened.id] = opened
    return opened
