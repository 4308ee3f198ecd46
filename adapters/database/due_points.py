"""Doing what is due for a member in whatever transaction comes first: an update, a purchase, a worker's.

Points whose waiting is done can be spent and count for tiers; tiers and years of points end. Each takes effect at its own
moment, in their order, so that it comes to the same however late it is done.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.member_accounts import MemberAccountsLoader
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from adapters.database.ticket_writer import TicketWriter
from adapters.database.tier_keeper import TierKeeper
from adapters.database.tier_states import RulesOf
from domain.accounts.account import Account
from domain.accounts.books import Books
from domain.accounts.posting import Posting
from domain.accounts.prepared_update import MovementKind, digest_key
from domain.amounts import from_scaled, to_scaled
from domain.clock import from_microseconds, to_microseconds
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.programmes.programme import Programme
from domain.purchases.ticket_books import MemberAccounts, TicketOrder
from domain.purchases.tier_course import PointsArrived, PointsEnded, TierStep

_LOTS = """
SELECT ticket_id, left_amount, due_at FROM escrow_lot WHERE account_id = ? AND state = 'open' AND due_at <= ?"""


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
        programme = self._programmes.by_id(programme_id)
        if programme:
            accounts = self._accounts.load(hot, books, programme_id, [number], now)[number]
            keeper = self._settle_member(hot, books, programme, accounts, now, self._rules.at)
            keeper.begin_year(now)
            keeper.write(now)

    def settle_members(
        self,
        hot: HotTransaction,
        books: Books,
        order: TicketOrder,
        locked: Mapping[str, MemberAccounts],
        rules_of: RulesOf,
    ) -> dict[str, TierKeeper]:
        """Let what is due of the order's members happen before it; where each stands then, by account number.

        Their accounts are in the books and locked; what becomes of a tier is still to be written.
        """
        return {
            number: self._settle_member(hot, books, order.programme, accounts, order.received_at, rules_of)
            for number, accounts in locked.items()
        }

    def _settle_member(
        self,
        hot: HotTransaction,
        books: Books,
        programme: Programme,
        accounts: MemberAccounts,
        now: datetime,
        rules_of: RulesOf,
    ) -> TierKeeper:
        keeper = TierKeeper(hot, programme, accounts, rules_of)
        until = accounts.spendable.waits_until
        if until and until <= now:
            self._run(hot, books, keeper, accounts, now)
        accounts.counted_since = keeper.counted_since
        return keeper

    def _run(
        self, hot: HotTransaction, books: Books, keeper: TierKeeper, accounts: MemberAccounts, now: datetime
    ) -> None:
        lots = hot.rows(_LOTS, (accounts.spendable.id, to_microseconds(now)))
        arrivals = [PointsArrived(from_microseconds(due), from_scaled(int(left))) for _, left, due in lots]
        for posting in _postings(accounts, keeper.run(arrivals, now), now):
            books.post(posting)
        TicketWriter(hot).roll_over([ticket_id for ticket_id, _, _ in lots])


def _postings(accounts: MemberAccounts, steps: Sequence[TierStep], now: datetime) -> Iterator[Posting]:
    """What the steps move; each is made when those before it are in the books."""
    arrived = 0
    for step in steps:
        if isinstance(step, PointsArrived):
            arrived += to_scaled(step.points)
        elif isinstance(step, PointsEnded):
            yield from _roll_over(accounts, arrived, now)
            arrived = 0
            account = accounts.tier_qualifying
            key = digest_key("points-end", str(account.id), step.at.isoformat())
            yield Posting(
                account.id, MovementKind.EXPIRY, -to_scaled(step.points), key, now, step.at, reason="tier points end"
            )
    yield from _roll_over(accounts, arrived, now)


def _roll_over(accounts: MemberAccounts, points: int, now: datetime) -> Iterator[Posting]:
    pairs = (
        (accounts.spendable_escrow, accounts.spendable),
        (accounts.tier_qualifying_escrow, accounts.tier_qualifying),
    )
    for account, amount in ((each, sign * points) for pair in pairs for each, sign in zip(pair, (-1, 1), strict=True)):
        if amount:
            yield Posting(account.id, MovementKind.ROLL_OVER, amount, _key(account), now, reason="escrow")


def _key(account: Account) -> bytes:
    """The roll-over's place in the account's sequence: what is rolled over there is rolled over once."""
    return digest_key("roll-over", str(account.id), str(account.sequence + 1))
