"""Reading the lots of points of one account, from as few of its entries as tell all that matters now.

What came before the schedule's settled moment matters by its balance alone, so the cost grows with the entries of one
term of expiry, and not with the age of the account.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from adapters.database.books_sql import among
from adapters.database.earning_rules_records import EarningRulesReader
from adapters.database.reading import Reader
from domain.accounts.account import AccountType
from domain.accounts.ledger_records import Movement
from domain.accounts.point_line import PointLine
from domain.accounts.point_lots import PointLots, lots_at
from domain.accounts.prepared_update import MovementKind
from domain.clock import from_microseconds, to_microseconds
from domain.programmes.expiry_schedule import ExpirySchedule, schedule_of
from domain.programmes.programme import Programme

_SETTLED = """
SELECT e.sequence, e.balance_after FROM entry e JOIN movement m ON m.id = e.movement_id
WHERE e.account_id = ? AND e.sequence <= ? AND m.received_at <= ? ORDER BY e.sequence DESC LIMIT 1"""
_LINES = """
SELECT m.id, m.kind, m.moved, m.received_at, m.occurred_at, m.original_id, o.received_at
FROM entry e JOIN movement m ON m.id = e.movement_id LEFT JOIN movement o ON o.id = m.original_id
WHERE e.account_id = ? AND e.sequence > ? AND e.sequence <= ? AND e.amount <> 0 ORDER BY e.sequence"""
# BETWEEN and the pairs keep planners, whatever their statistics say, from reading a whole table for the rows of a few.
_LINES_OF_MANY = """
WITH settled AS MATERIALIZED (SELECT a.id, a.balance, COALESCE((SELECT e.sequence FROM entry e JOIN movement m ON
m.id = e.movement_id WHERE e.account_id = a.id AND m.received_at <= ? ORDER BY e.sequence DESC LIMIT 1), 0) AS sequence
FROM account a WHERE a.id IN ({}))
SELECT s.id, s.balance, m.id, m.kind, m.moved, m.received_at, m.occurred_at, m.original_id, o.received_at
FROM settled s
LEFT JOIN entry e ON (e.account_id, e.sequence) > (s.id, s.sequence) AND e.account_id <= s.id AND e.amount <> 0
LEFT JOIN movement m ON m.id BETWEEN e.movement_id AND e.movement_id
LEFT JOIN movement o ON o.id BETWEEN m.original_id AND m.original_id ORDER BY s.id, e.sequence"""
_DUE = """
SELECT l.left_amount, l.due_at, t.received_at FROM escrow_lot l JOIN ticket t ON t.id = l.ticket_id
WHERE l.account_id = ? AND l.state = 'open' AND l.due_at <= ? AND l.left_amount > 0 ORDER BY l.due_at"""
_DUE_OF_MANY = """
SELECT l.account_id, l.left_amount, l.due_at, t.received_at FROM escrow_lot l JOIN ticket t ON t.id BETWEEN l.ticket_id AND l.ticket_id
WHERE l.account_id IN ({}) AND l.state = 'open' AND l.due_at <= ? AND l.left_amount > 0 ORDER BY l.account_id, l.due_at"""
_WAITED = """
SELECT l.left_amount, l.due_at, t.received_at FROM ticket t JOIN escrow_lot l ON l.ticket_id = t.id
WHERE t.account_id = ? AND l.due_at <= ? AND l.left_amount > 0 AND (l.state = 'open'
OR l.rolled_by IN (SELECT e.movement_id FROM entry e WHERE e.account_id = ? AND e.sequence > ?)) ORDER BY l.due_at"""
_LOYALTY = AccountType.LOYALTY.value
NEWEST = 2**62
"""No entry has a higher sequence."""

Rows = Callable[[str, Sequence[Any]], list[Any]]
"""How rows are read: by a reader, or in an open transaction."""


def read_lots(
    rows: Rows, schedule: ExpirySchedule, account_id: int, now: datetime, *, up_to: int = NEWEST
) -> PointLots:
    """The lots of the account after its entry number `up_to`, for one who looks at them at `now`."""

    def past(settled_at: datetime | None) -> tuple[int, list[PointLine]]:
        settled = rows(_SETTLED, (account_id, up_to, to_microseconds(settled_at))) if settled_at else []
        after, balance = settled[0] if settled else (0, 0)
        return balance, [_line(row) for row in rows(_LINES, (account_id, after, up_to))]

    return lots_at(schedule, now, past)


def read_lots_of(
    rows: Rows, schedule: ExpirySchedule, account_ids: Collection[int], now: datetime
) -> dict[int, PointLots]:
    """The lots of each of these accounts, as `read_lots` gives them, by one statement for nearly all."""
    settled_at = schedule.settled_at(now)
    marks, values = among(account_ids)
    moment = to_microseconds(settled_at) if settled_at else -1
    found: dict[int, PointLots] = {}
    for (account_id, balance), of_account in groupby(
        rows(_LINES_OF_MANY.format(marks), (moment, *values)), key=itemgetter(0, 1)
    ):
        lines = [_line(row[2:]) for row in of_account if row[2] is not None]
        lots = PointLots(schedule)
        if settled_at:
            lots.start(balance - sum(line.amount for line in lines), settled_at)
        lots.enter(lines)
        found[account_id] = lots if lots.reaches_back_to is None else read_lots(rows, schedule, account_id, now)
    return found


def lines_of(movements: Iterable[Movement]) -> list[PointLine]:
    """The same of movements that are not written yet."""
    return [
        PointLine(each.id, each.kind, each.moved, each.received_at, each.occurred_at, each.original_id)
        for each in movements
    ]


class PlaceInTime(NamedTuple):
    """Which account a balance was read of, after which entry, and since when its points may expire, in microseconds."""

    account_id: int
    sequence: int
    expire_from: int | None
    account_type: str


class PointLotsReader:
    """Reads lots for those who tell of them; changes nothing."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._rules = EarningRulesReader(reader)

    def first_look(self, programme: Programme, now: datetime) -> datetime | None:
        """A moment before which no points expire of an account that begins now; None where points last."""
        # By the rules themselves: the programme in hand may have been read before they were set.
        schedule = schedule_of(programme, self._rules.list(programme))
        return PointLots(schedule).next_look(now) if schedule.first else None

    def lots(self, programme: Programme, account_id: int, now: datetime, *, up_to: int = NEWEST) -> PointLots:
        """The lots of this account, with what waited until now, whether or not anybody has rolled it over."""
        lots = self.entered(programme, account_id, now, up_to=up_to)
        lots.enter(self.waited(account_id, now))
        return lots

    def lots_of(self, schedule: ExpirySchedule, account_ids: Collection[int], now: datetime) -> dict[int, PointLots]:
        """The lots of each of these accounts, with what waited until now, as they are now."""
        found = read_lots_of(self._reader.rows, schedule, account_ids, now)
        marks, values = among(account_ids)
        due = self._reader.rows(_DUE_OF_MANY.format(marks), (*values, to_microseconds(now)))
        for account_id, rows in groupby(due, key=itemgetter(0)):
            found[account_id].enter(_waited([row[1:] for row in rows], now))
        return found

    def waited(self, account_id: int, at: datetime, after: int = NEWEST) -> list[PointLine]:
        """What had waited until this moment and was not rolled over then: not yet, or by an entry after this number."""
        moment = to_microseconds(at)
        is_past = after < NEWEST
        statement, values = (
            (_WAITED, (account_id, moment, account_id, after)) if is_past else (_DUE, (account_id, moment))
        )
        return _waited(self._reader.rows(statement, values), at)

    def entered(self, programme: Programme, account_id: int, now: datetime, *, up_to: int = NEWEST) -> PointLots:
        """The lots by what is entered alone."""
        schedule = schedule_of(programme, self._rules.list(programme))
        return read_lots(self._reader.rows, schedule, account_id, now, up_to=up_to)

    def expired(self, programme: Programme, place: PlaceInTime, held: int, now: datetime) -> int:
        """What of this balance has expired, whether or not anybody has entered it yet; asks nothing where none can have."""
        begins, first = place.expire_from, programme.rules.points_expire_from
        if begins is None and first is not None:
            begins = to_microseconds(first)
        if place.account_type != _LOYALTY or begins is None or begins > to_microseconds(now):
            return 0
        return self.lots(programme, place.account_id, now, up_to=place.sequence).to_expire(now, held)


def _waited(rows: Iterable[Sequence[Any]], at: datetime) -> list[PointLine]:
    return [
        PointLine(-place, MovementKind.ROLL_OVER, left, at, from_microseconds(max(due_at, received_at)))
        for place, (left, due_at, received_at) in enumerate(rows, 1)
    ]


def _line(row: Sequence[Any]) -> PointLine:
    movement_id, kind, moved, received_at, occurred_at, original_id, original_at = row
    return PointLine(
        movement_id,
        MovementKind(kind),
        moved,
        from_microseconds(received_at),
        None if occurred_at is None else from_microseconds(occurred_at),
        original_id,
        None if original_at is None else from_microseconds(original_at),
    )
