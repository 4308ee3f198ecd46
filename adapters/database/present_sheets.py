"""Accounts as administrators see them, with the tier and the balance that are true now, also where nobody has written them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from adapters.database.account_sheets import OPEN_HOLDS, SHEET_COLUMNS, sheet_from
from adapters.database.point_lots_reader import PlaceInTime, PointLotsReader
from adapters.database.present_sql import DUE, HELD, TIER_ENDED
from adapters.database.present_tiers import PresentTiers
from adapters.database.reading import Reader
from domain.accounts.account import SUB_BALANCES, AccountType
from domain.accounts.account_sheet import AccountSheet
from domain.amounts import to_scaled
from domain.clock import to_microseconds
from domain.programmes.programme import Programme

_OWN = "a.id, a.sequence, a.points_expire_from, a.account_type"
PRESENT_COLUMNS = f"{_OWN}, {DUE}, {TIER_ENDED}, {SHEET_COLUMNS}, {HELD}, {OPEN_HOLDS}"
"""What `PresentSheets` wants of `account a` and, joined from the left, `customer c`; the first is the account's id."""
SHEET_AT = 6
"""Where the columns of `sheet_from` begin among them."""

_PLACE = 4
_OF_MEMBER = f"SELECT a.id, {DUE} FROM account a WHERE a.programme_id = ? AND a.account_type = ? AND a.number = ?"  # noqa: S608


def moments(now: datetime) -> tuple[int, int, int, int]:
    """The values that `PRESENT_COLUMNS` wants first."""
    moment = to_microseconds(now)
    return moment, moment, moment, moment


class PresentSheets:
    """Reads more than its row only where something has happened to an account that is not written yet."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._lots = PointLotsReader(reader)
        self._tiers = PresentTiers(reader)

    def of(self, row: Sequence[Any], programme: Programme, now: datetime) -> AccountSheet:
        """The account of this row of `PRESENT_COLUMNS`, at the moment that was bound to it."""
        sheet = sheet_from(row[SHEET_AT:], None)
        if sheet.opening.type in SUB_BALANCES:
            return self._waiting(sheet, programme, now)
        due, ended = row[_PLACE:SHEET_AT]
        expired = self._lots.expired(programme, PlaceInTime(*row[:_PLACE]), sheet.held, now)
        sheet = replace(sheet, balance=sheet.balance + int(due or 0) - expired)
        if due is None and ended is None:
            return sheet
        state, opening = self._tiers.of(programme, row[0], now), sheet.opening
        terms = replace(opening.terms, tier=state.tier, tier_description=state.name)
        return replace(sheet, opening=replace(opening, terms=terms))

    def _waiting(self, sheet: AccountSheet, programme: Programme, now: datetime) -> AccountSheet:
        """A sub-balance of a member, which all that is due of the member's points enters or leaves."""
        loyalty = (programme.id, AccountType.LOYALTY.value, sheet.opening.number)
        account_id, due = self._reader.row(_OF_MEMBER, (to_microseconds(now), *loyalty))
        if sheet.opening.type is AccountType.TIER_QUALIFYING:
            return replace(sheet, balance=to_scaled(self._tiers.of(programme, account_id, now).points))
        return replace(sheet, balance=sheet.balance - int(due or 0))
