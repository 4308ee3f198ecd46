"""Opening accounts in one transaction: the rows of the accounts, and the movements that make their first balances."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from adapters.database.account_sheets import SHEET_COLUMNS, opening_from
from adapters.database.books_writer import write_books
from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.movement_ids import MovementIds
from domain.accounts.account import AccountType
from domain.accounts.account_records import DecideOpening, OpeningState
from domain.accounts.account_sheet import TERMS, AccountOpening
from domain.accounts.books import Books
from domain.accounts.opening_movement import new_account, opening_key, opening_update
from domain.clock import to_microseconds
from domain.programmes.programme import Programme
from domain.recorded import Recorded, RowResult
from domain.status import Status

_COLUMNS = ("id", "programme_id", "account_type", "number", "customer_id", "currency", "unit", "precision", "status")
OPENING_COLUMNS = (*_COLUMNS, "opened_at", *TERMS)
"""The columns that `opening_row` gives."""
_INSERT = (
    f"INSERT INTO account ({', '.join(OPENING_COLUMNS)}) "  # noqa: S608 - fixed texts
    f"VALUES ({', '.join('?' * len(OPENING_COLUMNS))})"
)
_CHANGE = f"UPDATE account SET {', '.join(f'{name} = ?' for name in TERMS)} WHERE id = ?"  # noqa: S608 - as above
_KNOWN = (
    f"SELECT {SHEET_COLUMNS} FROM account a LEFT JOIN customer c ON c.id = a.customer_id "  # noqa: S608 - as above
    "WHERE a.programme_id = ? AND a.number IN ({})"
)
_CUSTOMERS = "SELECT number, id, status FROM customer WHERE programme_id = ? AND number IN ({})"
_OPENINGS = "SELECT key, amount FROM idempotency_key WHERE programme_id = ? AND key IN ({})"
_NEXT_ID = "SELECT COALESCE(MAX(id), 0) + 1 FROM account"
_NEXT_IDS = "SELECT nextval('account_id_seq') FROM generate_series(1, ?)"

Name = tuple[AccountType, str]


@dataclass(slots=True)
class _Batch:
    """What a batch was decided against and what it writes: accounts as they will stand, and which are new or changed."""

    accounts: dict[Name, AccountOpening]
    ids: dict[Name, int]
    customers: dict[str, tuple[int, Status]]
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
        self._is_sqlite = store.is_sqlite
        self._movement_ids = MovementIds(store)

    def open(
        self,
        hot: HotTransaction,
        programme: Programme,
        openings: Sequence[AccountOpening],
        decide: DecideOpening,
        now: datetime,
    ) -> Sequence[RowResult]:
        """See `domain.accounts.account_records.AccountRecords.open`."""
        batch = _load(hot, programme.id, openings)
        results = [batch.decide(opening, decide) for opening in openings]
        for name in sorted(batch.changed - batch.added, key=_order):
            hot.execute(_CHANGE, (*_terms(batch.accounts[name]), batch.ids[name]))
        # In one order everywhere, so that two imports wait for each other and never in a circle.
        added = [batch.accounts[name] for name in sorted(batch.added, key=_order)]
        ids = self._take_ids(hot, len(added))
        owners = [batch.customers.get(each.customer_number, (None, None))[0] for each in added]
        rows = [opening_row(programme, *each) for each in zip(added, ids, owners, strict=True)]
        hot.execute_many(_INSERT, rows)
        self._make_balances(hot, programme, list(zip(added, ids, owners, strict=True)), now)
        return results

    def _take_ids(self, hot: HotTransaction, count: int) -> Sequence[int]:
        if not count:
            return []
        if self._is_sqlite:
            first = int(hot.rows(_NEXT_ID)[0][0])
            return range(first, first + count)
        return [row[0] for row in hot.rows(_NEXT_IDS, (count,))]

    def _make_balances(
        self,
        hot: HotTransaction,
        programme: Programme,
        added: Sequence[tuple[AccountOpening, int, int | None]],
        now: datetime,
    ) -> None:
        books = Books(self._movement_ids.within(hot))
        for opening, account_id, customer_id in added:
            if opening.opening:
                books.accounts[account_id] = new_account(programme, opening, account_id, customer_id)
                reply = books.settle(account_id, opening_update(programme, opening, now))
                if reply.error:
                    raise reply.error
        write_books(hot, books.changes, now)


def _load(hot: HotTransaction, programme_id: int, openings: Sequence[AccountOpening]) -> _Batch:
    wanted = {(each.type.value, each.number) for each in openings}
    found = _rows_of(hot, _KNOWN, programme_id, {each.number for each in openings})
    rows = [row for row in found if (row[1], row[2]) in wanted]
    keys = {opening_key(AccountType(row[1]), row[2]): row for row in rows}
    began = {bytes(key): amount for key, amount in _rows_of(hot, _OPENINGS, programme_id, keys)}
    known = [(row[0], opening_from(row, began.get(key, 0))) for key, row in keys.items()]
    owners = _rows_of(hot, _CUSTOMERS, programme_id, {each.customer_number for each in openings})
    return _Batch(
        accounts={(opening.type, opening.number): opening for _, opening in known},
        ids={(opening.type, opening.number): account_id for account_id, opening in known},
        customers={number: (customer_id, Status(status)) for number, customer_id, status in owners},
    )


def _rows_of(hot: HotTransaction, statement: str, programme_id: int, values: Collection[Any]) -> list[Any]:
    """The rows of a statement with a list; none for an empty list."""
    if not values:
        return []
    return hot.rows(statement.format(", ".join("?" * len(values))), (programme_id, *values))


def _order(name: Name) -> tuple[str, str]:
    return name[0].value, name[1]


def _terms(opening: AccountOpening) -> tuple[Any, ...]:
    return tuple(getattr(opening.terms, name) for name in TERMS)


def opening_row(
    programme: Programme, opening: AccountOpening, account_id: int, customer_id: int | None
) -> tuple[Any, ...]:
    """The row of an account that is opened, with nothing on it."""
    return (
        account_id,
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
    )
