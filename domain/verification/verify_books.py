"""Use case: prove the books, in one snapshot of the whole ledger, changing nothing."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol, TypeVar

from domain.verification.check_chain import check_chain, check_cover
from domain.verification.check_events import check_events
from domain.verification.check_expiry_events import check_expiry_events
from domain.verification.check_holds import check_holds, check_remainders
from domain.verification.check_keys import check_keys
from domain.verification.check_merges import check_merged, check_merges
from domain.verification.check_purchase_events import check_stray_events, check_ticket_events, check_tier_events
from domain.verification.check_seals import check_seals
from domain.verification.finding import BooksDamaged, Finding
from domain.verification.merge_rows import MergedRow, MergeRow
from domain.verification.purchase_rows import ExpiryEventRow, StrayEventRow, TicketEventRow, TierEventRow
from domain.verification.rows import (
    BookCounts,
    CoverRow,
    EntryRow,
    EventRow,
    HeadRow,
    HoldRow,
    KeyRow,
    RemainderRow,
    SealedRow,
)

Row = TypeVar("Row")

STEP_ROWS = 1_000


class BooksSnapshot(Protocol):
    """The whole ledger as it stood at one moment; each method reads its rows from the first to the last, streaming."""

    def counts(self) -> BookCounts:
        """How many rows there are of each kind."""

    def heads(self) -> Iterable[HeadRow]:
        """All accounts, in the order of their ids."""

    def entries(self) -> Iterable[EntryRow]:
        """All entries, in the order of account and sequence."""

    def uncovered(self) -> Iterable[CoverRow]:
        """The movements that have not exactly one entry and one event, or no key."""

    def keys(self) -> Iterable[KeyRow]:
        """All keys."""

    def holds(self) -> Iterable[HoldRow]:
        """All holds."""

    def remainders(self) -> Iterable[RemainderRow]:
        """All movements that were reversed in part or whole, or have a remainder."""

    def merges(self) -> Iterable[MergeRow]:
        """All halves of merges, in the order of those that gave."""

    def merged(self) -> Iterable[MergedRow]:
        """All accounts that were merged, or that any were merged into."""

    def events(self) -> Iterable[EventRow]:
        """All events of movements."""

    def ticket_events(self) -> Iterable[TicketEventRow]:
        """All tickets with their events, in the order of the tickets, and events of tickets that are missing."""

    def tier_events(self) -> Iterable[TierEventRow]:
        """All changes of tiers with their events, in the order of the changes, and events of changes that are missing."""

    def expiry_events(self) -> Iterable[ExpiryEventRow]:
        """All announced expiries with their events, in their order, and events of expiries that are missing."""

    def sealed(self) -> Iterable[SealedRow]:
        """All rows that carry a seal."""

    def stray_events(self) -> Iterable[StrayEventRow]:
        """The events that do not tell of exactly one thing."""


class BooksReader(Protocol):
    """Where the ledger is read."""

    def snapshot(self) -> AbstractContextManager[BooksSnapshot]:
        """One moment's ledger, as long as the block lasts; raises `StoreUnavailable`, and
        `BooksDamaged` here or while reading.
        """


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at, and how many faults there are."""

    counts: BookCounts
    wrong: int


@dataclass(frozen=True, slots=True)
class VerifyBooks:
    """Holds every row of the ledger to what it must be."""

    reader: BooksReader

    def __call__(
        self, tell: Callable[[Finding], None], advance: Callable[[str, int, int], None] = lambda *_: None
    ) -> Verified:
        """Look at everything; `tell` gets each finding as it is found.

        `advance` is told what is being looked at, how many rows of all are done, and how many there are. Raises
        `StoreUnavailable`.
        """
        counts, wrong = BookCounts(*[0] * 7), 0
        try:
            with self.reader.snapshot() as books:
                counts = books.counts()
                for finding in _findings(books, counts, advance):
                    wrong += 1
                    tell(finding)
        except BooksDamaged as damaged:
            wrong += 1
            tell(Finding("database", "as a whole", f"it cannot be read to its end: {damaged}"))
        return Verified(counts, wrong)


def _findings(books: BooksSnapshot, counts: BookCounts, advance: Callable[[str, int, int], None]) -> Iterator[Finding]:
    steps = _Steps(advance, counts.entries + counts.keys + counts.holds + counts.events)
    yield from check_chain(books.heads(), steps.counted("entries", books.entries()))
    yield from check_cover(steps.counted("movements", books.uncovered(), is_counted=False))
    yield from check_keys(steps.counted("keys", books.keys()))
    yield from check_holds(steps.counted("holds", books.holds()))
    yield from check_remainders(steps.counted("remainders", books.remainders(), is_counted=False))
    yield from check_merges(steps.counted("merges", books.merges(), is_counted=False))
    yield from check_merged(steps.counted("merged accounts", books.merged(), is_counted=False))
    yield from check_events(steps.counted("events", books.events()))
    yield from check_ticket_events(steps.counted("tickets", books.ticket_events()))
    yield from check_tier_events(steps.counted("tiers", books.tier_events()))
    yield from check_expiry_events(steps.counted("announced expiries", books.expiry_events()))
    yield from check_seals(steps.counted("seals", books.sealed(), is_counted=False))
    yield from check_stray_events(steps.counted("events of nothing", books.stray_events(), is_counted=False))


class _Steps:
    """Tells how far it is, every so many rows."""

    def __init__(self, advance: Callable[[str, int, int], None], total: int) -> None:
        self._advance = advance
        self._total = total
        self._done = 0

    def counted(self, what: str, rows: Iterable[Row], *, is_counted: bool = True) -> Iterator[Row]:
        """The same rows, told of as they pass."""
        self._advance(what, self._done, self._total)
        count = 0
        for row in rows:
            count += 1
            if is_counted and count % STEP_ROWS == 0:
                self._advance(what, self._done + count, self._total)
            yield row
        self._done += count if is_counted else 0
        self._advance(what, self._done, self._total)
