"""What is entered of points whose waiting is done, and of those that count for tiers."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from domain.accounts.account import Account
from domain.accounts.posting import Posting
from domain.accounts.prepared_update import MovementKind, digest_key
from domain.amounts import to_scaled
from domain.purchases.ticket_books import MemberAccounts
from domain.purchases.tier_course import PointsArrived, PointsEnded, TierStep


def tier_postings(accounts: MemberAccounts, steps: Sequence[TierStep], now: datetime) -> Iterator[Posting]:
    """What the steps move of the points that count for tiers; each is made when those before it are in the books."""
    arrived, escrow, account = 0, accounts.tier_qualifying_escrow, accounts.tier_qualifying
    for step in steps:
        if isinstance(step, PointsArrived):
            arrived += to_scaled(step.points)
        elif isinstance(step, PointsEnded):
            yield from roll_over(escrow, account, arrived, now)
            arrived = 0
            key = digest_key("points-end", str(account.id), step.at.isoformat())
            yield Posting(
                account.id, MovementKind.EXPIRY, -to_scaled(step.points), key, now, step.at, reason="tier points end"
            )
    yield from roll_over(escrow, account, arrived, now)


def roll_over(
    escrow: Account, into: Account, points: int, now: datetime, counts_from: datetime | None = None
) -> Iterator[Posting]:
    """What moves these points (scaled) out of escrow; they live from `counts_from` on, where that matters."""
    for account, amount in ((escrow, -points), (into, points)):
        if amount:
            yield Posting(account.id, MovementKind.ROLL_OVER, amount, _key(account), now, counts_from, reason="escrow")


def _key(account: Account) -> bytes:
    """The roll-over's place in the account's sequence: what is rolled over there is rolled over once."""
    return digest_key("roll-over", str(account.id), str(account.sequence + 1))
