"""Opening accounts in one transaction: the rows of the accounts, and the movements that make their first balances."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from adapters.database.account_sheets import SHEET_COLUMNS, opening_from
from adapters.database.books_writer import FIGURES, figures_of, first_rows
from adapters.database.bulk_copy import TableRows, copy_tables, take_ids
from adapters.database.bulk_lookup import CustomerKeys, customer_keys, rows_of
from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.movement_ids import MovementIds
from adapters.database.row_seals import NEVER_MERGED, SEALED, reseal, seal_of
from domain.accounts.account import Account, AccountType
from domain.accounts.account_records import DecideOpening, OpeningState
from domain.accounts.account_sheet import TERMS, AccountOpening
from domain.accounts.books import Books
from domain.accounts.opening_movement import new_account, opening_key, opening_update
from domain.clock import to_microseconds
from domain.programmes.programme import Programme
from domain.recorded import Recorded, RowResult

OPENING_COLUMNS = ("id", *SEALED["account"], "seal")
"""The columns that `opening_row` gives."""
_CHANGE = f"UPDATE account SET {', '.join(f'{name} = ?' for name in TERMS)} WHERE id = ?"  # noqa: S608 - fixed texts
_KNOWN = (
    f"SELECT {SHEET_COLUMNS} FROM account a LEFT JOIN customer c ON c.id = a.customer_id "  # noqa: S608 - as above
    "WHERE a.programme_id = ? AND a.number"
)
_OPENINGS = "SELECT key, amount FROM idempotency_key WHERE programme_id = ? AND key"

Name = tuple[AccountType, str]


@dataclass(slots=True)
class _Batch:
    """What a batch was decided against and what it writes: accounts as they will stand, and which are new or changed."""

    accounts: dict[Name, AccountOpening]
    ids: dict[Name, int]
    customers: CustomerKeys
    added: set[Name] = field(default_factory=set)
    changed: set[Name] = field(default_factory=set)

    def decide(self, opening: AccountOpening, decide: DecideOpening) -> RowResult:
        """Decide on one opening and keep what follows from it for those after it."""
        name = (opening.type, opening.number)
        known = self.accounts.get(name)
        customer = self.customers.get(opening.customer_number)
        result, terms = decide(opening, OpeningState(known, customer[1] if customer else None))
        if result is Recorded.ADDED:
            self.added.add(name)
        elif result is Recorded.CHANGED:
            self.changed.add(name)
        else:
            return result
        self.accounts[name] = replace(known or opening, terms=terms)
        return result


class AccountOpener:
    """Opens batches of accounts inside the transaction that it is given."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._movement_ids = MovementIds(store)

    def open(
        self,
        connection: Connection,
        programme: Programme,
        openings: Sequence[AccountOpening],
        decide: DecideOpening,
        now: datetime,
        first_look: datetime | None,
    ) -> Sequence[RowResult]:
        """See `domain.accounts.account_records.AccountRecords.open`, and `new_account` for `first_look`."""
        batch = _load(connection, programme.id, openings)
        hot = HotTransaction(self._store, connection.connection.dbapi_connection)
        results = [batch.decide(opening, decide) for opening in openings]
        for name in sorted(batch.changed - batch.added, key=_order):
            hot.execute(_CHANGE, (*_terms(batch.accounts[name]), batch.ids[name]))
        reseal(hot, "account", "id", [batch.ids[name] for name in batch.changed - batch.added])
        # In one order everywhere, so that two imports wait for each other and never in a circle.
        added = [batch.accounts[name] for name in sorted(batch.added, key=_order)]
        ids = take_ids(connection, "account", len(added))
        books, rows = Books(self._movement_ids.within(hot)), []
        for opening, account_id in zip(added, ids, strict=True):
            customer_id = batch.customers.get(opening.customer_number, (None, None))[0]
            opened = new_account(programme, opening, account_id, customer_id, first_look)
            _settle_opening(books, programme, opening, opened, now)
            rows.append((*opening_row(programme, opening, account_id, customer_id), *figures_of(opened)))
        copy_tables(connection, [TableRows("account", (*OPENING_COLUMNS, *FIGURES), rows)])
        copy_tables(connection, first_rows(books.changes))
        return results


def _settle_opening(
    books: Books, programme: Programme, opening: AccountOpening, opened: Account, now: datetime
) -> None:
    """Enter the new account and its opening movement into the books."""
    books.accounts[opened.id] = opened
    if opening.opening:
        reply = books.settle(opened.id, opening_update(programme, opening, now))
        if reply.error:
            raise reply.error


def _load(connection: Connection, programme_id: int, openings: Sequence[AccountOpening]) -> _Batch:
    wanted = {(each.type.value, each.number) for each in openings}
    found = rows_of(connection, _KNOWN, programme_id, {each.number for each in openings})
    rows = [row for row in found if (row[1], row[2]) in wanted]
    keys = {opening_key(AccountType(row[1]), row[2]): row for row in rows}
    began = {bytes(key): amount for key, amount in rows_of(connection, _OPENINGS, programme_id, keys)}
    known = [(row[0], opening_from(row, began.get(key, 0))) for key, row in keys.items()]
    return _Batch(
        accounts={(opening.type, opening.number): opening for _, opening in known},
        ids={(opening.type, opening.number): account_id for account_id, opening in known},
        customers=customer_keys(connection, programme_id, {each.customer_number for each in openings}),
    )


def _order(name: Name) -> tuple[str, str]:
    return name[0].value, name[1]


def _terms(opening: AccountOpening) -> tuple[Any, ...]:
    return tuple(getattr(opening.terms, name) for name in TERMS)


def opening_row(
    programme: Programme, opening: AccountOpening, account_id: int, customer_id: int | None
) -> tuple[Any, ...]:
    """The row of an account that is opened, with nothing on it."""
    row = (
        programme.id,
        opening.type.value,
        opening.number,
        customer_id,
        opening.currency,
        opening.unit.value,
        opening.precision,
        opening.status,
        to_microseconds(opening.opened_at),
        *_terms(opening),
        *NEVER_MERGED,
    )
    return (account_id, *row, seal_of("account", row))
