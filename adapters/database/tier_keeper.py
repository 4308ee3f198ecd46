"""Keeping where members stand in the tiers. The only writer of their tables, and of an account's tier after a purchase."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from adapters.database.hot_transaction import HotTransaction, Rows
from adapters.database.purchase_outbox import write_tier_event
from adapters.database.row_seals import reseal, seal_of
from adapters.database.tier_states import STATE_COLUMNS, STATE_WIDTH, RulesOf, course_from, state_from
from domain.amounts import from_scaled, to_scaled
from domain.clock import to_microseconds
from domain.programmes.programme import Programme
from domain.purchases.purchase_events import tier_changed
from domain.purchases.ticket_books import MemberAccounts, TicketOrder
from domain.purchases.tier_course import PointsArrived, TierStep
from domain.purchases.tier_standing import TierStanding

_STATE = (
    f"SELECT {STATE_COLUMNS}, s.account_id FROM account a "  # noqa: S608 - fixed texts
    "LEFT JOIN tier_standing s ON s.account_id = a.id WHERE a.id = ?"
)
_SHOWN = "UPDATE account SET tier = ?, tier_description = ? WHERE id = ?"
_STANDING = """
INSERT INTO tier_standing
(account_id, programme_id, tier, joined_at, resets_at, changes, points_end_at, counted_since, due_at, seal)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account_id) DO UPDATE SET programme_id = excluded.programme_id,
tier = excluded.tier, joined_at = excluded.joined_at, resets_at = excluded.resets_at, changes = excluded.changes,
points_end_at = excluded.points_end_at, counted_since = excluded.counted_since, due_at = excluded.due_at,
seal = excluded.seal"""
_CHANGE = """
INSERT INTO tier_change (account_id, number, tier, reason, joined_at, resets_at, points, explanation, seal)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"""


def ask_state(hot: HotTransaction, accounts: MemberAccounts) -> Callable[[], Rows]:
    """Send for where this member stands; what several are asked for comes in one trip."""
    return hot.ask(_STATE, (accounts.spendable.id,))


class TierKeeper:
    """The course of one member, through the transaction that holds the member's accounts locked.

    What happens on the course is in the database once `write` has been called. `state` is what `ask_state` sent for.
    """

    def __init__(
        self,
        hot: HotTransaction,
        programme: Programme,
        accounts: MemberAccounts,
        rules_of: RulesOf,
        state: Callable[[], Rows] | None = None,
    ) -> None:
        self._hot = hot
        self._programme = programme
        self._accounts = accounts
        row = (state or ask_state(hot, accounts))()[0]
        standing = state_from(row[:STATE_WIDTH], accounts.tier_qualifying.balance)
        self._changes = int(row[STATE_WIDTH - 1] or 0)
        self._kept = replace(standing) if row[STATE_WIDTH] is not None else None
        self._course = course_from(standing, programme, rules_of)
        self._written = 0

    @property
    def tier(self) -> str:
        """The code of the tier that the member is in by now."""
        return self._course.state.tier

    @property
    def counted_since(self) -> datetime | None:
        """When the points that count last went back to zero."""
        return self._course.state.counted_since

    def run(self, arrivals: list[PointsArrived], until: datetime) -> list[TierStep]:
        """Let points arrive, and what is due until this moment happen; what that was, in its order."""
        self._course.run(arrivals, until)
        return self._course.steps

    def begin_year(self, now: datetime) -> None:
        """See to the end of the points' year."""
        self._course.begin_year(now)

    def lift(self, now: datetime) -> None:
        """Move the member up where the points, as they stand now, reach a higher tier."""
        self._course.state.points = from_scaled(self._accounts.tier_qualifying.balance)
        self._course.lift(now)

    def write(self, now: datetime) -> None:
        """Write down what has changed since the last time."""
        for step in self._course.steps[self._written :]:
            if isinstance(step, TierStanding):
                self._write_change(step, now)
        self._written = len(self._course.steps)
        state = replace(self._course.state, points=self._kept.points if self._kept else self._course.state.points)
        # Points that no tier has come of yet are counted too: their year may begin, and whoever looks for it finds a row.
        counts = self._accounts.tier_qualifying.balance and self._course.rules_at(now)
        has_standing = state.joined_at or state.due_at or state.counted_since or counts
        if state == self._kept or (self._kept is None and not has_standing):
            return
        values: tuple[Any, ...] = (
            self._accounts.spendable.id,
            self._programme.id,
            state.tier,
            to_microseconds(state.joined_at or now),
            _moment(state.resets_at),
            self._changes,
            _moment(state.points_end_at),
            _moment(state.counted_since),
            _moment(state.due_at),
        )
        self._hot.execute(_STANDING, (*values, seal_of("tier_standing", values)))
        self._kept = state

    def _write_change(self, standing: TierStanding, now: datetime) -> None:
        self._changes += 1
        account_id = self._accounts.spendable.id
        self._hot.execute(_SHOWN, (standing.code, standing.name, account_id))
        reseal(self._hot, "account", "id", [account_id])
        change = (
            account_id,
            self._changes,
            standing.code,
            standing.reason.value,
            to_microseconds(standing.joined_at),
            _moment(standing.resets_at),
            to_scaled(standing.points),
            standing.explanation,
        )
        self._hot.execute(_CHANGE, (*change, seal_of("tier_change", change)))
        event = tier_changed(account_id, self._changes, standing)
        write_tier_event(self._hot, account_id, self._changes, event, now)


def in_tier(order: TicketOrder, keepers: Mapping[str, TierKeeper]) -> TicketOrder:
    """The order with the tier that its member is in under the lock: it may have ended since the member was found."""
    keeper = keepers.get(order.member.account_number) if order.member else None
    return replace(order, member=replace(order.member, tier=keeper.tier)) if order.member and keeper else order


def _moment(moment: datetime | None) -> int | None:
    return None if moment is None else to_microseconds(moment)
