"""Letting points be spent whose waiting is done, in whatever transaction comes first: an update, a purchase, a worker's."""

from datetime import datetime

from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.member_accounts import MemberAccountsLoader
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from adapters.database.ticket_writer import TicketWriter
from adapters.database.tier_keeper import TierKeeper, tiers_of
from domain.accounts.account import Account
from domain.accounts.books import Books
from domain.accounts.posting import Posting
from domain.accounts.prepared_update import MovementKind, digest_key
from domain.clock import to_microseconds
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.purchases.ticket_books import MemberAccounts

_LOTS = """
SELECT ticket_id, left_amount FROM escrow_lot WHERE account_id = ? AND state = 'open' AND due_at <= ?"""


class DuePoints:
    """Moves due points of a member from escrow to what can be spent and counts for tiers, each once."""

    def __init__(self, store: Store, reader: Reader, rules: EarningRulesRecords) -> None:
        self._accounts = MemberAccountsLoader(store)
        self._programmes = DatabaseProgrammes(reader)
        self._rules = rules

    def settle(self, hot: HotTransaction, books: Books, programme_id: int, number: str, now: datetime) -> None:
        """Enter what is due of this loyalty account into the books, and lift its tier; nothing where nothing is due.

        The account gets locked, or is already. What another transaction has settled meanwhile is no longer open.
        """
        accounts = self._accounts.load(hot, books, programme_id, [number], now)[number]
        lots = hot.rows(_LOTS, (accounts.spendable.id, to_microseconds(now)))
        for posting in _postings(accounts, sum(int(left) for _, left in lots), now):
            books.post(posting)
        TicketWriter(hot).roll_over([ticket_id for ticket_id, _ in lots])
        programme = self._programmes.by_id(programme_id)
        if lots and programme:
            TierKeeper(hot, accounts, tiers_of(programme, self._rules, now), now).lift()


def _postings(accounts: MemberAccounts, points: int, now: datetime) -> list[Posting]:
    pairs = (
        (accounts.spendable_escrow, accounts.spendable),
        (accounts.tier_qualifying_escrow, accounts.tier_qualifying),
    )
    return [
        Posting(account.id, MovementKind.ROLL_OVER, amount, _key(account), now, reason="escrow")
        for escrow, into in pairs
        for account, amount in ((escrow, -points), (into, points))
        if points
    ]


def _key(account: Account) -> bytes:
    """The roll-over's place in the account's sequence: what is rolled over there is rolled over once."""
    return digest_key("roll-over", str(account.id), str(account.sequence + 1))
