"""The columns that describe an account to a face, and how a row of them becomes `AccountDetails`.

The first three values bound are the present moment (`at`): holds that expire after it are counted as held, points that
waited until it are in the balance, whether or not a worker has rolled them over yet, and a tier that ended by then is told
as one that may be another. Points that have expired are not in the balance, whether or not a worker has entered that.
"""

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

from adapters.database.customer_rows import CUSTOMER_COLUMNS, CUSTOMER_WIDTH, customer_from
from adapters.database.point_lots_reader import PlaceInTime, PointLotsReader
from adapters.database.present_sql import DUE, HELD, TIER_ENDED
from adapters.database.present_tiers import PresentTiers
from adapters.database.reading import Reader
from domain.accounts.account import AccountStatus, AccountType, AmountForm, Unit
from domain.accounts.account_details import AccountDetails, CardDetails, messages_for
from domain.accounts.figures import Figures
from domain.clock import from_microseconds, to_microseconds
from domain.programmes.programme import Programme

ACCOUNT_COLUMNS = f"""
SELECT a.account_type, a.number, a.description, a.status, a.currency, a.opened_at, a.balance, a.credit_limit, a.unit,
a.precision, a.scheme, a.scheme_description, a.tier, a.tier_description, a.is_tier_manual,
{HELD}, {DUE}, {TIER_ENDED}, a.id,
a.sequence, a.points_expire_from, a.merged_into_id, a.merged_accounts,
{CUSTOMER_COLUMNS}, d.number, d.hashed_number, d.status"""
ID_AT, MERGED_INTO_AT, MERGED_ACCOUNTS_AT = 18, 21, 22
"""Where the account's own id stands among them, that of the one it was merged into, and how many were merged into it."""
_CUSTOMER_AT = 23
_CARD_AT = _CUSTOMER_AT + CUSTOMER_WIDTH
# By value in a dictionary: to ask the enumeration takes several times as long.
_TYPES = {kind.value: kind for kind in AccountType}
_STATUSES = {status.value: status for status in AccountStatus}


def at(now: datetime) -> tuple[int, int, int]:
    """The values that `ACCOUNT_COLUMNS` wants first."""
    moment = to_microseconds(now)
    return moment, moment, moment


class AccountRows:
    """Turns rows of `ACCOUNT_COLUMNS` into accounts, with the tier and balance that are true at the moment of reading."""

    def __init__(self, reader: Reader) -> None:
        self._lots = PointLotsReader(reader)
        self._tiers = PresentTiers(reader)

    def details(self, row: Sequence[Any], programme: Programme, now: datetime) -> AccountDetails:
        """The account; reads more where something has happened that is not written yet.

        That is where points have come to count, or may have expired, or the tier has ended.
        """
        place = PlaceInTime(row[18], row[19], row[20], row[0])
        account = _account_details(row, programme, self._lots.expired(programme, place, int(row[15] or 0), now))
        if row[16] is None and row[17] is None:
            return account
        state = self._tiers.of(programme, row[18], now)
        return account._replace(tier=state.tier, tier_description=state.name)


def _account_details(row: Sequence[Any], programme: Programme, expired: int) -> AccountDetails:
    """The account of a row of `ACCOUNT_COLUMNS`, of whose balance so much has expired."""
    status, held, balance = _STATUSES[row[3]], int(row[15] or 0), row[6] + int(row[16] or 0) - expired
    form = _form(row[8], row[9], programme.rules.money_in_smallest_unit)
    customer = customer_from(row[_CUSTOMER_AT:_CARD_AT]) if row[_CUSTOMER_AT] else None
    card = row[_CARD_AT:]
    # By position, in the order of AccountDetails: names cost as much again.
    return AccountDetails(
        _TYPES[row[0]],
        row[1],
        row[2],
        status,
        row[4],
        from_microseconds(row[5]),
        Figures(balance, held, balance + row[7] - held, form, row[4]),
        row[_CUSTOMER_AT] or "",
        row[10],
        row[11],
        row[12],
        row[13],
        bool(row[14]),
        customer,
        CardDetails(*card) if card[0] else None,
        customer.groups if customer else (),
        messages_for(status),
    )


@lru_cache(maxsize=64)
def _form(unit: str, precision: int, money_in_smallest_unit: bool) -> AmountForm:  # noqa: FBT001 - a key of the cache
    """The one form of all accounts like this."""
    return AmountForm(Unit(unit), precision, money_in_smallest_unit)
