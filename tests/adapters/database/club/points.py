"""What one account of points has, by the plain rules: each point in a heap with its own end, and nothing ever late."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime


class Refused(Exception):
    """The rules say no; the words are the name of the product's error."""


@dataclass(eq=False)
class Heap:
    """Points that count from one moment: when they end follows from that."""

    counts_from: datetime
    left: int


@dataclass
class Hold:
    """Points that are reserved until a moment."""

    points: int
    until: datetime
    is_open: bool = True


@dataclass
class Move:
    """A movement of a till, or one that paid for a ticket: what is left to reverse of it, and the heaps it was about."""

    points: int
    left: int
    taken: list[tuple[Heap, int]] = field(default_factory=list)
    given: Heap | None = None


@dataclass
class Points:
    """The heaps, the oldest first; `debt` is what has been taken beyond them."""

    ends: Callable[[datetime], datetime | None]
    heaps: list[Heap] = field(default_factory=list)
    debt: int = 0
    holds: dict[str, Hold] = field(default_factory=dict)
    moves: dict[str, Move] = field(default_factory=dict)
    expired: int = 0
    reinstated: int = 0

    @property
    def balance(self) -> int:
        return sum(heap.left for heap in self.heaps) - self.debt

    @property
    def held(self) -> int:
        return sum(hold.points for hold in self.holds.values() if hold.is_open)

    @property
    def available(self) -> int:
        return self.balance - self.held

    def ends_ahead(self) -> list[datetime]:
        """The moments at which something ends by itself."""
        holds = [hold.until for hold in self.holds.values() if hold.is_open]
        return holds + [end for heap in self.heaps if (end := self._end(heap))]

    def let_end(self, now: datetime) -> None:
        """Holds lapse; then points expire whose time is over, but for as many as are still held."""
        for hold in self.holds.values():
            hold.is_open = hold.is_open and hold.until > now
        over = [heap for heap in self.heaps if self._is_over(heap, now)]
        gone = max(0, sum(heap.left for heap in over) - self.held)
        self.expired += gone
        for heap in over:
            part = min(gone, heap.left)
            heap.left, gone = heap.left - part, gone - part
        self._sweep()

    def credit(self, points: int, counts_from: datetime) -> Heap:
        """Points arrive; a debt is paid first."""
        paid = min(points, self.debt)
        self.debt -= paid
        heap = Heap(counts_from, points - paid)
        self._put(heap)
        return heap

    def debit(self, points: int, own: Heap | None = None) -> list[tuple[Heap, int]]:
        """Points go: their own and those that end with them first, then the oldest; then they are owed."""
        taken, theirs = [], [heap for heap in self.heaps if own and self._end(heap) == self._end(own)]
        for heap in [*theirs, *self.heaps]:
            part = min(points, heap.left)
            heap.left, points = heap.left - part, points - part
            if part:
                taken.append((heap, part))
        self.debt += points
        self._sweep()
        return taken

    def redeem(self, name: str, points: int) -> None:
        """A till takes points; what is not there is refused before."""
        self.moves[name] = Move(-points, -points, self.debit(points))

    def earn(self, name: str, points: int, now: datetime) -> None:
        """A till gives points."""
        self.moves[name] = Move(points, points, given=self.credit(points, now))

    def reverse(self, name: str, points: int, now: datetime) -> None:
        """Some of a movement is undone: points go back where they came from, unless that is over by now."""
        move = self.moves[name]
        if move.points > 0:
            move.left -= points
            self.debit(points, move.given)
            return
        move.left += points
        paid = min(points, self.debt)
        self.debt, points = self.debt - paid, points - paid
        while points and move.taken:
            heap, amount = move.taken.pop()
            part = min(points, amount)
            points -= part
            if part < amount:
                move.taken.append((heap, amount - part))
            if self._is_over(heap, now):
                self.credit(part, now)
            else:
                heap.left += part
                self._put(heap)
        self.credit(points, now)

    def _end(self, heap: Heap) -> datetime | None:
        return self.ends(heap.counts_from)

    def _is_over(self, heap: Heap, now: datetime) -> bool:
        end = self._end(heap)
        return end is not None and end <= now

    def _put(self, heap: Heap) -> None:
        if heap.left and heap not in self.heaps:
            self.heaps.append(heap)
            self.heaps.sort(key=lambda each: each.counts_from)

    def _sweep(self) -> None:
        self.heaps = [heap for heap in self.heaps if heap.left]
