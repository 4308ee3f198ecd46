"""Which points of a balance were earned when, and so expire when: told from the entries, and kept nowhere.

What was earned first is spent first. Pure: the same entries make the same lots whenever they are read.
"""

from bisect import insort
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from domain.accounts.coming_expiry import ComingExpiry
from domain.accounts.point_line import PointLine
from domain.accounts.prepared_update import MovementKind
from domain.programmes.expiry_schedule import ExpirySchedule

ON_THE_WAY = timedelta(hours=1)
"""How long an update can be received before it is entered."""

_OWN = {MovementKind.REVERSAL, MovementKind.REFUND}
"""Movements that take back what one other movement gave, where they name it."""


@dataclass(slots=True, eq=False)
class PointLot:
    """Points that one movement gave, and how many of them are left (scaled); `expires_at` is None where they last.

    `movement_id` is None for what is left of all that came before the entries that were read.
    """

    counts_from: datetime
    expires_at: datetime | None
    left: int
    movement_id: int | None = None

    def is_over(self, now: datetime) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= now


@dataclass(slots=True)
class PointLots:
    """The lots of one account, the earliest first, made by entering its movements in their order.

    `debt` is by how much the balance is below zero; then there are no lots. `left` of all lots, less the debt, is the
    balance. `reaches_back_to` is a moment from which the entries must be read for points that came back to be told
    right; None where they are.
    """

    schedule: ExpirySchedule
    lots: list[PointLot] = field(default_factory=list)
    debt: int = 0
    reaches_back_to: datetime | None = None
    _begun_at: datetime | None = None
    _given: dict[int, PointLot] = field(default_factory=dict)
    _taken: dict[int, list[tuple[PointLot, int]]] = field(default_factory=dict)

    def start(self, balance: int, settled_at: datetime) -> None:
        """Begin with a balance of which the schedule says that all of it has expired or expires together."""
        if balance > 0:
            self.lots.append(PointLot(settled_at, self.schedule.expires_at(settled_at), balance))
        self.debt = max(0, -balance)
        self._begun_at = settled_at

    def enter(self, lines: Iterable[PointLine]) -> None:
        """Enter the movements that came next."""
        for line in lines:
            if line.amount < 0:
                self._take(line)
            elif line.kind is MovementKind.REVERSAL and line.original_id is not None:
                self._give_back(line)
            elif line.amount:
                self._give(line, line.amount)

    def over(self, now: datetime) -> int:
        """How many points are left in lots whose time is over."""
        return sum(lot.left for lot in self.lots if lot.is_over(now))

    def to_expire(self, now: datetime, held: int) -> int:
        """How many points expire now. What an open hold reserves is the oldest, and waits for the hold's end."""
        return max(0, self.over(now) - max(0, held))

    def coming(self, now: datetime) -> dict[datetime, int]:
        """How many points expire when, of those whose time is not over; the earliest first."""
        found: dict[datetime, int] = {}
        for lot in self.lots:
            if lot.expires_at and lot.expires_at > now:
                found[lot.expires_at] = found.get(lot.expires_at, 0) + lot.left
        return dict(sorted(found.items()))

    def next_expiry(self, now: datetime) -> ComingExpiry | None:
        """What expires next; None where nothing does."""
        coming = self.coming(now).items()
        return next((ComingExpiry(expiry, points) for expiry, points in coming if points), None)

    def next_look(self, now: datetime) -> datetime:
        """A moment before which nothing else expires, as long as only credits and debits come."""
        # A credit may have been received before `now` and wait for the account.
        earliest = self.schedule.earliest(now - ON_THE_WAY)
        return min([earliest if earliest > now else now + ON_THE_WAY, *self.coming(now)])

    def _give(self, line: PointLine, amount: int) -> None:
        paid = min(amount, self.debt)
        self.debt -= paid
        counts_from = line.counts_from
        lot = PointLot(counts_from, self.schedule.expires_at(counts_from), amount - paid, line.movement_id)
        self._given[line.movement_id] = lot
        if lot.left:
            self._put(lot)

    def _give_back(self, line: PointLine) -> None:
        """Points of a redemption that is taken back live as long as before; those that are over meanwhile, anew."""
        taken = self._taken.get(line.original_id or 0, [])
        self._look_back(line, taken)
        back = line.amount - min(line.amount, self.debt)
        self.debt -= line.amount - back
        while back and taken:
            lot, amount = taken.pop()
            part = min(back, amount)
            back -= part
            if part < amount:
                taken.append((lot, amount - part))
            if lot.is_over(line.received_at):
                self._give(line, part)
            else:
                is_empty = not lot.left
                lot.left += part
                if is_empty:
                    self._put(lot)
        self._give(line, back)

    def _look_back(self, line: PointLine, taken: Sequence[tuple[PointLot, int]]) -> None:
        """Ask for more of the past where points come back that were taken from before it, and may not have been over."""
        settled_at = self.schedule.settled_at(line.received_at)
        if settled_at is None or self._begun_at is None or settled_at >= self._begun_at:
            return
        is_known = line.original_id in self._taken and all(lot.movement_id for lot, _ in taken)
        is_old = line.original_at is None or line.original_at <= settled_at
        if not is_known and not is_old:
            self.reaches_back_to = min(settled_at, self.reaches_back_to or settled_at)

    def _take(self, line: PointLine) -> None:
        left = -line.amount
        own = self._given.get(line.original_id or 0) if line.kind in _OWN else None
        # Points that end together may have been rolled over together or each by itself: it comes to the same.
        order = [lot for lot in self.lots if own and lot.expires_at == own.expires_at]
        if line.kind is MovementKind.EXPIRY:
            order = [lot for lot in self.lots if lot.is_over(line.received_at)]
        taken = self._taken.setdefault(line.movement_id, [])
        while left and (order or self.lots):
            lot = order.pop(0) if order else self.lots[0]
            part = min(left, lot.left)
            left -= part
            lot.left -= part
            taken.append((lot, part))
            if not lot.left:
                self.lots.remove(lot)
        self.debt += left

    def _put(self, lot: PointLot) -> None:
        insort(self.lots, lot, key=_age)


def _age(lot: PointLot) -> datetime:
    return lot.counts_from


Past = Callable[[datetime | None], tuple[int, Sequence[PointLine]]]
"""Reads the balance at a moment and all lines after it; from the very beginning, without one."""


def lots_at(schedule: ExpirySchedule, now: datetime, past: Past) -> PointLots:
    """The lots for one who looks at them at `now`, from no more of the past than matters."""
    settled_at = schedule.settled_at(now)
    while True:
        lots = PointLots(schedule)
        balance, lines = past(settled_at)
        if settled_at:
            lots.start(balance, settled_at)
        lots.enter(lines)
        if lots.reaches_back_to is None:
            return lots
        settled_at = lots.reaches_back_to
