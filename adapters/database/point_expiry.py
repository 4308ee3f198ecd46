"""Entering points that have expired, in whatever transaction comes first: an update, a purchase, a worker's."""

from datetime import datetime

from adapters.database.hot_transaction import HotTransaction
from adapters.database.point_lots_reader import lines_of, read_lots
from domain.accounts.account import Account
from domain.accounts.books import Books
from domain.accounts.point_lots import PointLots
from domain.accounts.posting import Posting
from domain.accounts.prepared_update import MovementKind, digest_key
from domain.programmes.expiry_schedule import ExpirySchedule


def expire_points(hot: HotTransaction, books: Books, account: Account, schedule: ExpirySchedule, now: datetime) -> None:
    """Enter into the books what has expired of this account, and when somebody has to look again.

    The account is locked and among the books', with what is held of it; points that waited until now are rolled over.
    """
    expire_lots(books, account, read_lots(hot.rows, schedule, account.id, now), now)


def expire_lots(books: Books, account: Account, lots: PointLots, now: datetime) -> None:
    """The same of an account whose lots, as they are written, were read under the lock."""
    lots.enter(lines_of(each for each in books.changes.movements if each.account_id == account.id))
    over, expired = lots.over(now), lots.to_expire(now, account.held)
    if expired:
        books.post(Posting(account.id, MovementKind.EXPIRY, -expired, _key(account), now, reason="expiry"))
    # What a hold keeps from expiring does so when the hold ends, whenever that is.
    account.points_expire_from = now if over > expired else lots.next_look(now)
    books.changes.accounts[account.id] = account


def _key(account: Account) -> bytes:
    """The expiry's place in the account's sequence: what expires there expires once."""
    return digest_key("expiry", str(account.id), str(account.sequence + 1))
