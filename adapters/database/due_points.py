"""Doing what is due for a member in whatever transaction comes first: an update, a purchase, a worker's.

Points whose waiting is done can be spent and count for tiers, and expire; tiers and years of points end. Each takes effect at its own
moment, in their order, so that it comes to the same however late it is done.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from adapters.database.due_postings import roll_over, tier_postings
from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction, Rows
from adapters.database.member_accounts import MemberAccountsLoader
from adapters.database.point_expiry import expire_points
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from adapters.database.ticket_writer import TicketWriter
from adapters.database.tier_keeper import TierKeeper, ask_state
from adapters.database.tier_states import RulesAhead
from domain.accounts.account import Account
from domain.accounts.books import Books
from domain.accounts.merge_accounts import MergeOrder
from domain.amounts import from_scaled
from domain.clock import from_microseconds, to_microseconds
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.programmes.expiry_schedule import NEVER, ExpirySchedule, schedule_of
from domain.programmes.programme import Programme
from domain.purchases.ticket_books import MemberAccounts, TicketOrder
from domain.purchases.tier_course import PointsArrived

_LOTS = """
SELECT l.ticket_id, l.left_amount, l.due_at, t.received_at FROM escrow_lot l JOIN ticket t ON t.id = l.ticket_id
WHERE l.account_id = ? AND l.state = 'open' AND l.due_at <= ?"""


class _Lot(NamedTuple):
    """The points (scaled) of one ticket that have waited; they live from the end of that, or from their late arrival."""

    ticket_id: int
    points: int
    due_at: datetime
    counts_from: datetime


class _Asked(NamedTuple):
    """What was sent for of one member; that of all comes in one trip."""

    state: Callable[[], Rows]
    lots: Callable[[], Rows]


class DuePoints:
    """Moves due points of a member from escrow to what can be spent and counts for tiers, and ends what has an end; once."""

    def __init__(self, store: Store, reader: Reader, rules: EarningRulesRecords) -> None:
        self._accounts = MemberAccountsLoader(store)
        self._programmes = DatabaseProgrammes(reader)
        self._rules = rules

    def settle(self, hot: HotTransaction, books: Books, programme_id: int, number: str, now: datetime) -> None:
        """Enter what is due of this loyalty account into the books, and keep its tier; nothing where nothing is due.

        The account gets locked, or is already. What another transaction has settled meanwhile is no longer due.
        """
        self._settle(hot, books, programme_id, [number], now)

    def settle_all(self, hot: HotTransaction, books: Books, accounts: Iterable[Account], now: datetime) -> None:
        """The same for each of these loyalty accounts, which were locked by id; nothing is due of one that was merged."""
        numbers = defaultdict[int, list[str]](list)
        for account in accounts:
            if account.merged_into_id is None:
                numbers[account.programme_id].append(account.number)
        for programme_id, of_programme in numbers.items():
            self._settle(hot, books, programme_id, of_programme, now)

    def settle_waiting(self, hot: HotTransaction, books: Books, accounts: Iterable[Account], now: datetime) -> None:
        """The same for those of them of which something waits no longer."""
        over = [account for account in accounts if account.waits_until and account.waits_until <= now]
        self.settle_all(hot, books, over, now)

    def settle_members(
        self,
        hot: HotTransaction,
        books: Books,
        order: TicketOrder | MergeOrder,
        locked: Mapping[str, MemberAccounts],
        rules_of: RulesAhead,
    ) -> dict[str, TierKeeper]:
        """Let what is due of the order's members happen before it; where each stands then, by account number.

        Their accounts are in the books and locked; what becomes of a tier is still to be written.
        """
        keepers, now = dict[int, TierKeeper](), order.received_at
        # Two numbers may lead to one account since a merge.
        for accounts in {each.spendable.id: each for each in locked.values()}.values():
            account_id = accounts.spendable.id
            keepers[account_id] = self._settle_member(hot, books, order.programme, accounts, now, rules_of)
            if accounts.spendable.may_expire(order.programme.rules.points_expire_from, now):
                expire_points(hot, books, accounts.spendable, rules_of.schedule, now)
        return {number: keepers[accounts.spendable.id] for number, accounts in locked.items()}

    def expire(self, hot: HotTransaction, books: Books, account: Account, now: datetime) -> None:
        """Enter what has expired of this account, which is locked, loaded with what is held, and has nothing else due."""
        programme = self._programmes.by_id(account.programme_id)
        if programme:
            schedule = schedule_of(programme, self._rules.list(programme))
            expire_points(hot, books, account, schedule, now)

    def _settle(
        self, hot: HotTransaction, books: Books, programme_id: int, numbers: Sequence[str], now: datetime
    ) -> None:
        programme = self._programmes.by_id(programme_id)
        if programme:
            rules_of = RulesAhead(self._rules, programme)
            members = self._accounts.load(hot, books, programme_id, numbers, now).values()
            asked = [_Asked(ask_state(hot, each), _ask_lots(hot, each, now)) for each in members]
            for accounts, rows in zip(members, asked, strict=True):
                keeper = self._settle_member(hot, books, programme, accounts, now, rules_of, rows)
                keeper.begin_year(now)
                keeper.write(now)

    def _settle_member(
        self,
        hot: HotTransaction,
        books: Books,
        programme: Programme,
        accounts: MemberAccounts,
        now: datetime,
        rules_of: RulesAhead,
        asked: _Asked | None = None,
    ) -> TierKeeper:
        keeper = TierKeeper(hot, programme, accounts, rules_of, asked.state if asked else None)
        until = accounts.spendable.waits_until
        if until and until <= now:
            schedule = rules_of.schedule if programme.rules.points_expire_from else None
            lots = asked.lots if asked else _ask_lots(hot, accounts, now)
            _run(hot, books, keeper, accounts, lots(), schedule, now)
        accounts.counted_since = keeper.counted_since
        return keeper


def _ask_lots(hot: HotTransaction, accounts: MemberAccounts, now: datetime) -> Callable[[], Rows]:
    return hot.ask(_LOTS, (accounts.spendable.id, to_microseconds(now)))


def _run(
    hot: HotTransaction,
    books: Books,
    keeper: TierKeeper,
    accounts: MemberAccounts,
    rows: Rows,
    schedule: ExpirySchedule | None,
    now: datetime,
) -> None:
    lots = [_Lot(row[0], int(row[1]), *map(from_microseconds, (row[2], max(row[2], row[3])))) for row in rows]
    for posting in tier_postings(accounts, keeper.run([_arrived(lot) for lot in lots], now), now):
        books.post(posting)
    for together in _by_expiry(lots, schedule):
        points, moved = sum(lot.points for lot in together), None
        counts_from = together[-1].counts_from if schedule else None
        for posting in roll_over(accounts.spendable_escrow, accounts.spendable, points, now, counts_from):
            moved = books.post(posting).id
        TicketWriter(hot).roll_over([lot.ticket_id for lot in together], moved)


def _arrived(lot: _Lot) -> PointsArrived:
    return PointsArrived(lot.due_at, from_scaled(lot.points))


def _by_expiry(lots: Sequence[_Lot], schedule: ExpirySchedule | None) -> Iterator[list[_Lot]]:
    """The lots in groups that expire together, each in the order of time; all in one where none expire."""
    if schedule is None:
        yield list(lots)
        return
    ordered = sorted(lots, key=lambda lot: lot.counts_from)
    for _, together in groupby(ordered, key=lambda lot: schedule.expires_at(lot.counts_from) or NEVER):
        yield list(together)
