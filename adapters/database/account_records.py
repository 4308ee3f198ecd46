"""Accounts as administrators open, change, block and close them. Balances are written by the ledger's own writer."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from adapters.database.account_opener import AccountOpener
from adapters.database.account_sheets import sheet_from
from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.point_lots_reader import PointLotsReader
from adapters.database.present_sheets import PRESENT_COLUMNS, SHEET_AT, PresentSheets, moments
from adapters.database.present_tiers import PresentTiers
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from adapters.database.row_seals import reseal
from adapters.database.second_try import second_try
from adapters.database.store_errors import store_errors
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account import AccountType
from domain.accounts.account_records import AccountMerging, AccountStanding, DecideOpening
from domain.accounts.account_sheet import TERMS, AccountOpening, AccountSheet, AccountTerms
from domain.programmes.programme import Programme
from domain.purchases.tier_history import TierChange
from domain.recorded import RowResult
from domain.status import Status

_SHEET = f"SELECT {PRESENT_COLUMNS} FROM account a LEFT JOIN customer c ON c.id = a.customer_id "  # noqa: S608
_BY_NUMBER = "WHERE a.programme_id = ? AND a.account_type = ? AND a.number = ?"
_OF_CUSTOMER = "WHERE c.programme_id = ? AND c.number = ? ORDER BY a.id"
_ID = "SELECT id FROM account WHERE programme_id = ? AND account_type = ? AND number = ?"
_CHANGE_TERMS = f"UPDATE account SET {', '.join(f'{name} = ?' for name in TERMS)} WHERE id = ?"  # noqa: S608
_WAITING = "SELECT COALESCE(SUM(balance), 0) FROM account WHERE programme_id = ? AND account_type = ? AND number = ?"
_MERGES = f"""
SELECT i.number, 1, i.id FROM account a JOIN account i ON i.id = a.merged_into_id {_BY_NUMBER}
UNION ALL SELECT f.number, 0, f.id FROM account a JOIN account f ON f.merged_into_id = a.id {_BY_NUMBER} ORDER BY 3"""  # noqa: S608
_CHANGE_STATUS = "UPDATE account SET status = ? WHERE id = ?"


class DatabaseAccountRecords:
    """Implements the port `domain.accounts.account_records.AccountRecords`."""

    def __init__(self, store: Store, reader: Reader, unit_of_work: UnitOfWork) -> None:
        self._reader = reader
        self._unit_of_work = unit_of_work
        self._programmes = DatabaseProgrammes(reader)
        self._lots = PointLotsReader(reader)
        self._sheets = PresentSheets(reader)
        self._tiers = PresentTiers(reader)
        self._opener = AccountOpener(store)
        self._lock = _ID if store.is_sqlite else f"{_ID} FOR UPDATE"

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
        row = self._reader.row(_SHEET + _BY_NUMBER, (*moments(now), programme_id, kind.value, number))
        return self._told(row, programme_id, now) if row else None

    def of_customer(self, programme_id: int, customer_number: str, now: datetime) -> Sequence[AccountSheet]:
        """See the port."""
        rows = self._reader.rows(_SHEET + _OF_CUSTOMER, (*moments(now), programme_id, customer_number))
        return [self._told(row, programme_id, now) for row in rows]

    def tier_history(self, programme: Programme, number: str, until: datetime) -> Sequence[TierChange]:
        """See the port."""
        row = self._reader.row(_ID, (programme.id, AccountType.LOYALTY.value, number))
        return self._tiers.history(programme, row[0], until) if row else []

    def merges(self, programme_id: int, kind: AccountType, number: str) -> AccountMerging:
        """See the port."""
        rows = self._reader.rows(_MERGES, (programme_id, kind.value, number) * 2)
        into = next((row[0] for row in rows if row[1]), "")
        return AccountMerging(into, [row[0] for row in rows if not row[1]])

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
            reseal(hot, "account", "id", [account_id])
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
            reseal(hot, "account", "id", [account_id])
            return status

    def _told(self, row: Sequence[Any], programme_id: int, now: datetime) -> AccountSheet:
        """The account as time has made it, whether or not anybody has entered that."""
        programme = self._programmes.by_id(programme_id)
        return self._sheets.of(row, programme, now) if programme else sheet_from(row[SHEET_AT:], None)

    def _locked(
        self, hot: HotTransaction, programme_id: int, kind: AccountType, number: str, now: datetime
    ) -> tuple[int, AccountSheet] | None:
        """The account as it is once its row is locked: read after the lock, so that nothing of it is old."""
        if not hot.rows(self._lock, (programme_id, kind.value, number)):
            return None
        row = hot.rows(_SHEET + _BY_NUMBER, (*moments(now), programme_id, kind.value, number))[0]
        return row[0], sheet_from(row[SHEET_AT:], None)


def _standing(sheet: AccountSheet, waiting: int) -> AccountStanding:
    return AccountStanding(sheet.opening.status, sheet.balance, sheet.opening.precision, sheet.open_holds, waiting)
