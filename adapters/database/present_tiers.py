"""Where members stand in the tiers at this moment, also while what is due of them is not written down yet."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from adapters.database.earning_rules_records import EarningRulesReader
from adapters.database.reading import Reader
from adapters.database.tier_states import STATE_COLUMNS, STATE_WIDTH, course_from, state_from
from domain.accounts.account import AccountType
from domain.amounts import from_scaled
from domain.clock import from_microseconds, to_microseconds
from domain.programmes.programme import Programme
from domain.purchases.tier_course import PointsArrived, TierCourse, TierState
from domain.purchases.tier_history import TierChange
from domain.purchases.tier_standing import TierReason, TierStanding

IS_DUE = """
CASE WHEN EXISTS (SELECT 1 FROM tier_standing s WHERE s.account_id = a.id AND s.due_at <= ?)
OR EXISTS (SELECT 1 FROM escrow_lot l WHERE l.account_id = a.id AND l.state = 'open' AND l.due_at <= ?) THEN 1 ELSE 0 END"""
"""Whether the tier of `account a` may be another than is written, at a moment that is bound twice."""

_CHANGES = """
SELECT tier, reason, joined_at, resets_at, points, explanation FROM tier_change
WHERE account_id = ? AND joined_at <= ? ORDER BY number"""

# All in one statement: what another transaction settles meanwhile is in all of it, or in nothing.
_STATE = f"""
SELECT {STATE_COLUMNS}, q.balance, l.due_at, l.left_amount FROM account a
LEFT JOIN account q ON q.programme_id = a.programme_id AND q.account_type = ? AND q.number = a.number
LEFT JOIN tier_standing s ON s.account_id = a.id
LEFT JOIN escrow_lot l ON l.account_id = a.id AND l.state = 'open' AND l.due_at <= ?
WHERE a.id = ?"""  # noqa: S608 - fixed texts, no value enters them


class PresentTiers:
    """Tells what a worker would write by running the same course, and writes nothing."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._rules = EarningRulesReader(reader)

    def of(self, programme: Programme, account_id: int, now: datetime) -> TierState:
        """The state of this loyalty account at `now`; raises `StoreUnavailable`."""
        return self._course(programme, account_id, now).state

    def history(self, programme: Programme, account_id: int, until: datetime) -> Sequence[TierChange]:
        """All changes of this loyalty account's tier up to this moment, the first first; raises `StoreUnavailable`.

        One that is written while this is read is told once.
        """
        # In this order: what is written in between is then in both, and not in neither.
        due = [
            _due(step) for step in self._course(programme, account_id, until).steps if isinstance(step, TierStanding)
        ]
        rows = self._reader.rows(_CHANGES, (account_id, to_microseconds(until)))
        written = [_written(row) for row in rows]
        last = max((each.joined_at for each in written), default=None)
        return [*written, *(each for each in due if last is None or each.joined_at > last)]

    def _course(self, programme: Programme, account_id: int, now: datetime) -> TierCourse:
        """The course of this account, run up to this moment from what is written."""
        values = (AccountType.TIER_QUALIFYING.value, to_microseconds(now), account_id)
        rows = self._reader.rows(_STATE, values)
        points, due_at, _ = rows[0][STATE_WIDTH:]
        course = course_from(state_from(rows[0][:STATE_WIDTH], points or 0), programme, self._rules.at)
        lots = [row[STATE_WIDTH + 1 :] for row in rows] if due_at is not None else []
        course.run([PointsArrived(from_microseconds(due), from_scaled(int(left))) for due, left in lots], now)
        return course


def _due(standing: TierStanding) -> TierChange:
    return TierChange(
        standing.code,
        standing.reason,
        standing.joined_at,
        standing.resets_at,
        standing.points,
        standing.explanation,
    )


def _written(row: Sequence[Any]) -> TierChange:
    tier, reason, joined_at, resets_at, points, explanation = row
    return TierChange(
        tier,
        TierReason(reason),
        from_microseconds(joined_at),
        None if resets_at is None else from_microseconds(resets_at),
        None if points is None else from_scaled(points),
        explanation,
    )
