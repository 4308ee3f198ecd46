"""Rolling over points whose waiting is done: a member at a time, each in one transaction."""

from collections.abc import Sequence
from datetime import datetime

from adapters.database.books_writer import write_books
from adapters.database.hot_transaction import HotTransaction
from adapters.database.member_accounts import MemberAccountsLoader
from adapters.database.movement_ids import MovementIds
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from adapters.database.ticket_writer import TicketWriter
from adapters.database.tier_keeper import TierKeeper, Tiers, tiers_of
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account import Account
from domain.accounts.books import Books
from domain.accounts.posting import Posting
from domain.accounts.prepared_update import MovementKind, digest_key
from domain.clock import to_microseconds
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.purchases.ticket_books import MemberAccounts

_DUE = """
SELECT a.programme_id, a.number FROM escrow_lot l JOIN account a ON a.id = l.account_id
WHERE l.state = 'open' AND l.due_at <= ? ORDER BY l.due_at LIMIT ?"""
_LOTS = """
SELECT ticket_id, left_amount FROM escrow_lot WHERE account_id = ? AND state = 'open' AND due_at <= ?"""


def post(hot: HotTransaction, books: Books, postings: Sequence[Posting], now: datetime) -> None:
    """Enter these postings into the books and write them."""
    for posting in postings:
        books.post(posting)
    write_books(hot, books.changes, now)


class EscrowRollOver:
    """Finds what is due and rolls it over. Several at once do no harm: under the member's lock, what another one has
    rolled over is no longer open.
    """

    def __init__(
        self,
        accounts: MemberAccountsLoader,
        ids: MovementIds,
        reader: Reader,
        unit_of_work: UnitOfWork,
        rules: EarningRulesRecords,
    ) -> None:
        self._reader = reader
        self._programmes = DatabaseProgrammes(reader)
        self._rules = rules
        self._accounts = accounts
        self._ids = ids
        self._unit_of_work = unit_of_work

    def __call__(self, now: datetime, limit: int) -> int:
        """Roll over what is due at `now`, of up to `limit` tickets; returns how many were found."""
        due = self._reader.rows(_DUE, (to_microseconds(now), limit))
        for programme_id, number in sorted({(row[0], row[1]) for row in due}):
            programme = self._programmes.by_id(programme_id)
            if programme:
                self._roll_over(programme_id, number, tiers_of(programme, self._rules, now), now)
        return len(due)

    def _roll_over(self, programme_id: int, number: str, tiers: Tiers, now: datetime) -> None:
        with self._unit_of_work.hot_transaction() as hot:
            books = Books(self._ids.within(hot))
            accounts = self._accounts.load(hot, books, programme_id, [number], now)[number]
            lots = hot.rows(_LOTS, (accounts.spendable.id, to_microseconds(now)))
            post(hot, books, _postings(accounts, sum(int(left) for _, left in lots), now), now)
            TicketWriter(hot).roll_over([ticket_id for ticket_id, _ in lots])
            TierKeeper(hot, accounts, tiers, now).lift()


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
