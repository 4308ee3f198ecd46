"""Reading which points expire, account by account, a stretch of accounts at a time.

A stretch is so many ids, and not so many that are found: each statement reads the same amount of the table, however few
accounts have points that expire.
"""

from collections.abc import Iterator
from datetime import datetime

from adapters.database.earning_rules_records import EarningRulesReader
from adapters.database.point_lots_reader import PointLotsReader, read_lots
from adapters.database.reading import Reader
from domain.accounts.coming_expiry import ComingExpiry
from domain.accounts.list_expiring import ExpiringLine
from domain.clock import from_microseconds, to_microseconds
from domain.programmes.expiry_rule import day_before
from domain.programmes.expiry_schedule import schedule_of
from domain.programmes.programme import Programme

STRETCH_IDS = 20_000

_NEWEST = "SELECT COALESCE(MAX(id), 0) FROM account"
# The sum keeps planners from the index of a programme's accounts, which has all of them in it.
_ACCOUNTS = """
SELECT a.id, a.number, c.number, a.precision FROM account a LEFT JOIN customer c ON c.id = a.customer_id
WHERE a.id > ? AND a.id <= ? AND a.programme_id + 0 = ? AND a.account_type = 'customerLoyaltyAccount'
AND (a.points_expire_from IS NULL OR a.points_expire_from <= ?) ORDER BY a.id"""
_ANNOUNCED = """
SELECT expires_at, announced_at FROM expiry_announcement WHERE account_id = ? AND expires_at > ? AND expires_at <= ?"""


class DatabaseExpiringPoints:
    """Implements the port `domain.accounts.list_expiring.ExpiringPoints`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._rules = EarningRulesReader(reader)
        self._lots = PointLotsReader(reader)

    def until(self, programme: Programme, until: datetime, now: datetime) -> Iterator[ExpiringLine]:
        """See the port."""
        schedule = schedule_of(programme, self._rules.list(programme))
        if schedule.first is None or schedule.first > until:
            return
        zone = programme.zone_of("")
        newest = self._reader.rows(_NEWEST)[0][0]
        for after in range(0, newest, STRETCH_IDS):
            stretch = (after, after + STRETCH_IDS, programme.id, to_microseconds(until))
            for account_id, number, customer_number, precision in self._reader.rows(_ACCOUNTS, stretch):
                lots = read_lots(self._reader.rows, schedule, account_id, now)
                lots.enter(self._lots.waited(account_id, now))
                found = [each for each in lots.coming(now).items() if each[0] <= until and each[1]]
                announced = self._announced(account_id, until, now) if found else {}
                for expires_at, points in found:
                    whose = (number, customer_number or "", precision)
                    ends = (ComingExpiry(expires_at, points), day_before(expires_at, zone))
                    yield ExpiringLine(*whose, *ends, announced.get(expires_at))

    def _announced(self, account_id: int, until: datetime, now: datetime) -> dict[datetime, datetime]:
        """When the expiries of this account were announced."""
        rows = self._reader.rows(_ANNOUNCED, (account_id, to_microseconds(now), to_microseconds(until)))
        return {from_microseconds(expires_at): from_microseconds(at) for expires_at, at in rows}
