"""Reading which points expire, in the order of the accounts: a stretch of them is found at a time, and many of it read together.

A stretch is so many ids, and not so many that are found: each statement reads the same amount of the table, however few
accounts have points that expire.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from adapters.database.books_sql import among
from adapters.database.earning_rules_records import EarningRulesReader
from adapters.database.point_lots_reader import PointLotsReader
from adapters.database.reading import Reader
from domain.accounts.coming_expiry import ComingExpiry
from domain.accounts.list_expiring import ExpiringLine, Seen
from domain.clock import from_microseconds, to_microseconds
from domain.programmes.expiry_rule import day_before
from domain.programmes.expiry_schedule import ExpirySchedule, schedule_of
from domain.programmes.programme import Programme

STRETCH_IDS = 20_000
TOGETHER = 256
"""How many accounts' entries are read by one statement."""

_NEWEST = "SELECT COALESCE(MAX(id), 0) FROM account"
# The product keeps planners from the indexes of a programme's accounts, which have all of them in them.
_ACCOUNTS = """
SELECT a.id, a.number, c.number, a.precision FROM account a LEFT JOIN customer c ON c.id = a.customer_id
WHERE a.id > ? AND a.id <= ? AND a.programme_id * 1 = ? AND a.account_type = 'customerLoyaltyAccount'
AND (a.points_expire_from IS NULL OR a.points_expire_from <= ?) ORDER BY a.id"""
_ANNOUNCED = """
SELECT account_id, expires_at, announced_at FROM expiry_announcement
WHERE account_id IN ({}) AND expires_at > ? AND expires_at <= ?"""


class DatabaseExpiringPoints:
    """Implements the port `domain.accounts.list_expiring.ExpiringPoints`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._rules = EarningRulesReader(reader)
        self._lots = PointLotsReader(reader)

    def until(self, programme: Programme, until: datetime, now: datetime, seen: Seen) -> Iterator[ExpiringLine]:
        """See the port."""
        schedule = schedule_of(programme, self._rules.list(programme))
        if schedule.first is None or schedule.first > until:
            return
        zone = programme.zone_of("")
        newest = self._reader.rows(_NEWEST)[0][0]
        for after in range(0, newest, STRETCH_IDS):
            stretch = (after, after + STRETCH_IDS, programme.id, to_microseconds(until))
            accounts = self._reader.rows(_ACCOUNTS, stretch)
            for first in range(0, len(accounts), TOGETHER):
                seen(accounts[first][0], newest)
                yield from self._lines(accounts[first : first + TOGETHER], schedule, until, now, zone)
        seen(newest, newest)

    def _lines(
        self, accounts: Sequence[Any], schedule: ExpirySchedule, until: datetime, now: datetime, zone: ZoneInfo
    ) -> Iterator[ExpiringLine]:
        lots = self._lots.lots_of(schedule, [row[0] for row in accounts], now)
        found = {
            account_id: {expires_at: points for expires_at, points in each.coming(now).items() if points}
            for account_id, each in lots.items()
        }
        announced = self._announced([account_id for account_id, coming in found.items() if coming], until, now)
        for account_id, number, customer_number, precision in accounts:
            for expires_at, points in found[account_id].items():
                if expires_at <= until:
                    whose = (number, customer_number or "", precision)
                    ends = (ComingExpiry(expires_at, points), day_before(expires_at, zone))
                    yield ExpiringLine(*whose, *ends, announced.get((account_id, expires_at)))

    def _announced(
        self, account_ids: Sequence[int], until: datetime, now: datetime
    ) -> dict[tuple[int, datetime], datetime]:
        """When the expiries of these accounts were announced."""
        if not account_ids:
            return {}
        marks, values = among(account_ids)
        rows = self._reader.rows(_ANNOUNCED.format(marks), (*values, to_microseconds(now), to_microseconds(until)))
        return {(row[0], from_microseconds(row[1])): from_microseconds(row[2]) for row in rows}
