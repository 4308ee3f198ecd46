"""Accounts as administrators open, change, block and close them. Balances are written by the ledger's own writer."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from adapters.database.account_opener import AccountOpener
from adapters.database.account_sheets import OPEN_HOLDS, SHEET_COLUMNS, sheet_from
from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.point_lots_reader import PlaceInTime, PointLotsReader
from adapters.database.present_sql import DUE, HELD
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from adapters.database.second_try import second_try
from adapters.database.store_errors import store_errors
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account import AccountType
from domain.accounts.account_records import AccountStanding, DecideOpening
from domain.accounts.account_sheet import TERMS, AccountOpening, AccountSheet, AccountTerms
from domain.clock import to_microseconds
from domain.programmes.programme import Programme
from domain.recorded import RowResult
from domain.status import Status

_SHEET = (
    f"SELECT a.id, a.sequence, a.points_expire_from, a.account_type, {DUE}, {SHEET_COLUMNS}, {HELD}, {OPEN_HOLDS} "  # noqa: S608
    "FROM account a LEFT JOIN customer c ON c.id = a.customer_id "
)
_PLACE, _SHEET_AT = 4, 5
_BY_NUMBER = "WHERE a.programme_id = ? AND a.account_type = ? AND a.number = ?"
_OF_CUSTOMER = "WHERE c.programme_id = ? AND c.number = ? ORDER BY a.id"
_LOCK = "SELECT id FROM account WHERE programme_id = ? AND account_type = ? AND number = ?"
_CHANGE_TERMS = f"UPDATE account SET {', '.join(f'{name} = ?' for name in TERMS)} WHERE id = ?"  # noqa: S608
_WAITING = "SELECT COALESCE(SUM(balance), 0) FROM account WHERE programme_id = ? AND account_type = ? AND number = ?"
_CHANGE_STATUS = "UPDATE account SET status = ? WHERE id = ?"


class DatabaseAccountRecords:
    """Implements the port `domain.accounts.account_records.AccountRecords`."""

    def __init__(self, store: Store, reader: Reader, unit_of_work: UnitOfWork) -> None:
        self._reader = reader
        self._unit_of_work = unit_of_work
        self._programmes = DatabaseProgrammes(reader)
        self._lots = PointLotsReader(reader)
        self._opener = AccountOpener(store)
        self._lock = _LOCK if store.is_sqlite else f"{_LOCK} FOR UPDATE"

    def open(
        self, programme: Programme, openings: Sequence[AccountOpening], decide: DecideOpening, now: datetime
    ) -> Sequence[RowResult]:
        """See the port."""
        first_look = self._lots.first_look(programme, now)

        def work() -> Sequence[RowResult]:
            with self._unit_of_work.transaction() as connection:
                return self._opener.open(connection, programme, openings, decide, now, first_look)

        return second_try(work)

    def by_number(self, programme_id: int, kind: AccountType, number: str, now: datetime) -> AccountSheet | None:
        """See the port."""
        at = to_microseconds(now)
        row = self._reader.row(_SHEET + _BY_NUMBER, (at, at, at, programme_id, kind.value, number))
        return self._told(row, programme_id, now) if row else None

    def of_customer(self, programme_id: int, customer_number: str, now: datetime) -> Sequence[AccountSheet]:
        """See the port."""
        at = to_microseconds(now)
        rows = self._reader.rows(_SHEET + _OF_CUSTOMER, (at, at, at, programme_id, customer_number))
        return [self._told(row, programme_id, now) for row in rows]

    def change_terms(
        self,
        programme_id: int,
        kind: AccountType,
        number: str,
        change: Callable[[AccountSheet], AccountTerms],
        now: datetime,
    ) -> AccountTerms | None:
        """See the port."""
        with store_errors(), self._unit_of_work.hot_transaction() as hot:
            found = self._locked(hot, programme_id, kind, number, now)
            if found is None:
                return None
            account_id, sheet = found
            terms = change(sheet)
            hot.execute(_CHANGE_TERMS, (*(getattr(terms, name) for name in TERMS), account_id))
            return terms

    def change_status(
        self,
        programme_id: int,
        kind: AccountType,
        number: str,
        change: Callable[[AccountStanding], Status],
        now: datetime,
    ) -> Status | None:
        """See the port."""
        with store_errors(), self._unit_of_work.hot_transaction() as hot:
            found = self._locked(hot, programme_id, kind, number, now)
            if found is None:
                return None
            account_id, sheet = found
            escrow = AccountType.SPENDABLE_ESCROW.value if kind is AccountType.LOYALTY else ""
            waiting = int(hot.rows(_WAITING, (programme_id, escrow, number))[0][0])
            status = change(_standing(sheet, waiting))
            hot.execute(_CHANGE_STATUS, (status, account_id))
            return status

    def _told(self, row: Sequence[Any], programme_id: int, now: datetime) -> AccountSheet:
        """The account as time has made it, whether or not anybody has entered what has waited or expired."""
        sheet = sheet_from(row[_SHEET_AT:], None)
        sheet = replace(sheet, balance=sheet.balance + int(row[_PLACE] or 0))
        programme = self._programmes.by_id(programme_id)
        if programme is None:
            return sheet
        expired = self._lots.expired(programme, PlaceInTime(*row[:_PLACE]), sheet.held, now)
        return replace(sheet, balance=sheet.balance - expired)

    def _locked(
        self, hot: HotTransaction, programme_id: int, kind: AccountType, number: str, now: datetime
    ) -> tuple[int, AccountSheet] | None:
        """The account as it is once its row is locked: read after the lock, so that nothing of it is old."""
        if not hot.rows(self._lock, (programme_id, kind.value, number)):
            return None
        at = to_microseconds(now)
        row = hot.rows(_SHEET + _BY_NUMBER, (at, at, at, programme_id, kind.value, number))[0]
        return row[0], sheet_from(row[_SHEET_AT:], None)


def _standing(sheet: AccountSheet, waiting: int) -> AccountStanding:
    return AccountStanding(sheet.opening.status, sheet.balance, sheet.opening.precision, sheet.open_holds, waiting)
