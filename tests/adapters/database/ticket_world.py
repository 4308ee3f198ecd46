"""A programme whose purchases earn, on a database: tills that send tickets, members, and a clock to move."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field, replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from adapters.database.books_snapshot import DatabaseBooks
from adapters.database.due_points import DuePoints
from adapters.database.earning_rules_records import DatabaseEarningRules
from adapters.database.ledger import DatabaseLedger
from adapters.database.member_directory import DatabaseMemberDirectory
from adapters.database.member_standings import DatabaseMemberStandings
from adapters.database.ticket_books import DatabaseTicketBooks
from adapters.database.ticket_reviews import DatabaseTicketReviews
from adapters.database.ticket_sequences import DatabaseTicketSequences
from domain.accounts.update_balance import UpdateBalanceUseCase
from domain.identity.caller import Caller
from domain.page_tokens import PageTokens
from domain.pager import Pager
from domain.programmes.earning_rules_form import read_rules
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.purchases.approve_ticket import ApproveTicket
from domain.purchases.attribute_ticket import AttributeTicket, Attribution
from domain.purchases.basket import BasketLine
from domain.purchases.book_tickets import BookTickets
from domain.purchases.list_ticket_gaps import ListTicketGaps, TicketSequences
from domain.purchases.list_ticket_reviews import ListTicketReviews
from domain.purchases.member_directory import Member, MemberDirectory
from domain.purchases.preview_earning import MemberStandings, PreviewEarning
from domain.purchases.reject_ticket import RejectTicket
from domain.purchases.ticket import ReturnedLine, TicketLine
from domain.purchases.ticket_books import TicketBooks, TicketReceipt
from domain.purchases.ticket_form import OriginalDraft, TicketDraft
from domain.purchases.ticket_reviews import TicketReviews
from domain.verification.finding import Finding
from domain.verification.verify_books import VerifyBooks
from tests.adapters.database.records import CLUB, Records, open_records
from tests.builders import START, TestClock, Till
from tests.fakes.earning_rules import FakeEarningRules
from tests.fakes.member_directory import FakeMembers
from tests.fakes.ticket_books import FakeTicketBooks

ONE_PER_POUND = '{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "escrowDays": 30}'
CARD, OTHER_CARD = "63350001", "63350002"
TODAY = START.date()


@dataclass
class TicketWorld:
    """Amelia has card 63350001 and loyalty account L-1, Angus card 63350002 and L-2; on the fake or on a database."""

    records: Records | None
    caller: Caller = field(
        default_factory=lambda: Caller(CLUB, 1, "till-1", default_site="0001", default_device="pos1")
    )

    def __post_init__(self) -> None:
        if self.records is None:
            self._on_fakes()
        else:
            self._on_database(self.records)
        self.book = BookTickets(self.rules, self.members, self.books, self.clock)
        self.preview = PreviewEarning(self.rules, self.members, self.standings, self.clock)
        self.attribute = AttributeTicket(self.rules, self.members, self.books, self.clock)
        self.gaps = ListTicketGaps(self.sequences)
        self.reviews = ListTicketReviews(self.in_review, Pager(PageTokens(b"s" * 32)))
        self.approve = ApproveTicket(self.in_review, self.rules, self.clock)
        self.reject = RejectTicket(self.in_review, self.clock)
        self.set_rules(ONE_PER_POUND)

    def _on_fakes(self) -> None:
        self.clock = TestClock()
        self.rules: EarningRulesRecords = FakeEarningRules()
        members = FakeMembers()
        for number, card in (("1", CARD), ("2", OTHER_CARD)):
            members.put(CLUB, card, Member(f"10{number}", f"L-{number}", card_id=int(number)))
        self.members: MemberDirectory = members
        self.books: TicketBooks = FakeTicketBooks()
        self.standings: MemberStandings = self.books
        self.sequences: TicketSequences = self.books
        self.in_review: TicketReviews = self.books

    def _on_database(self, records: Records) -> None:
        for number, card in (("1", CARD), ("2", OTHER_CARD)):
            records.customer(f"10{number}")
            records.card(card, f"10{number}")
            records.account(f"L-{number}", customer_number=f"10{number}")
        self.clock = records.clock
        self.rules = DatabaseEarningRules(records.reader, records.work)
        self.members = DatabaseMemberDirectory(records.reader, records.clock)
        self.standings = DatabaseMemberStandings(records.reader)
        self.books = DatabaseTicketBooks(records.store, records.reader, records.work, self.rules)
        self.sequences = DatabaseTicketSequences(records.reader)
        self.in_review = DatabaseTicketReviews(records.store, records.reader, records.work, self.rules)

    def set_rules(self, form: str, *, days_ago: int = 365) -> None:
        """The next version of the rules."""
        now = self.clock.now()
        first = not self.rules.list(CLUB)
        self.rules.add(CLUB, read_rules(form), now - timedelta(days=days_ago) if first else now, now)

    def send(self, receipt: str, *amounts: str, **more: Any) -> TicketReceipt:
        """Send one ticket of these lines; raises what it was refused with."""
        (result,) = self.book(self.caller, [self.draft(receipt, *amounts, **more)])
        if isinstance(result, Exception):
            raise result
        return result

    def draft(self, receipt: str, *amounts: str, **more: Any) -> TicketDraft:
        """A ticket with lines of one piece each, unless `quantity` says otherwise."""
        quantity = Decimal(more.pop("quantity", 1))
        sold = tuple(TicketLine(BasketLine(f"I{place}", Decimal(each), quantity)) for place, each in enumerate(amounts))
        returned = more.get("returned", ())
        total = sum((line.sold.amount for line in sold), Decimal()) - sum(back.amount for back in returned)
        known = {"receipt_number": receipt, "occurred_at": self.clock.now(), "sold": sold, "total": total}
        return TicketDraft(**{**known, "card_number": CARD, **more})

    def give_back(self, receipt: str, original: str, *lines: tuple[int, str], **more: Any) -> TicketReceipt:
        """Send a return of these lines of the original, each with the quantity; all that is left, without lines."""
        back = tuple(ReturnedLine(line, Decimal(quantity), Decimal(0)) for line, quantity in lines)
        named = {"original": OriginalDraft(original, TODAY), "cancels": not lines, "returned": back}
        return self.send(receipt, **{**named, **more})

    def claim(self, receipt: str, card: str = CARD, **more: Any) -> TicketReceipt:
        """Say whose ticket it is."""
        return self.attribute(self.caller, Attribution(receipt, TODAY, card, **more))

    def balances(self, number: str = "L-1") -> list[int]:
        """Spendable, spendable escrow, tier-qualifying, tier-qualifying escrow."""
        if isinstance(self.books, FakeTicketBooks):
            accounts = self.books.accounts.get((CLUB.id, number))
            return [0] * 4 if accounts is None else [each.balance // 10_000 for each in accounts]
        assert self.records
        rows = self.records.reader.rows("SELECT account_type, balance FROM account WHERE number = ?", (number,))
        found = dict(rows)
        order = ("customerLoyalty", "spendableEscrow", "tierQualifying", "tierQualifyingEscrow")
        return [found.get(f"{name}Account", 0) // 10_000 for name in order]

    def other_till(self, **more: Any) -> "TicketWorld":
        """The same world, called by another till."""
        other = copy(self)
        other.caller = replace(self.caller, **more)
        return other

    def till(self, account: str = "L-1", **more: str) -> Till:
        """A till that moves this loyalty account, on whose ledger points that are due are let be spent."""
        records = self.records
        assert records
        due = DuePoints(records.store, records.reader, self.rules)
        use_case = UpdateBalanceUseCase(DatabaseLedger(records.store, records.work, due), self.clock)
        return Till(use_case, self.clock, caller=self.caller, account=account, **more)

    def block(self, number: str) -> None:
        """Block this loyalty account."""
        if isinstance(self.books, FakeTicketBooks):
            self.books.block(CLUB.id, number)
            return
        assert self.records
        with self.records.work.transaction() as connection:
            connection.exec_driver_sql(f"UPDATE account SET status = 'BLOCKED', seal = NULL WHERE number = '{number}'")

    def check_books(self) -> None:
        """The ledger is proven, and what waits in lots is what is in escrow."""
        if self.records is None:
            return
        read, findings = self.records.reader.rows, list[Finding]()
        VerifyBooks(DatabaseBooks(self.records.store))(findings.append)
        assert not findings
        lots = "(SELECT COALESCE(SUM(left_amount), 0) FROM escrow_lot WHERE state = 'open')"
        for kind in ("spendableEscrowAccount", "tierQualifyingEscrowAccount"):
            assert not read(
                f"SELECT 1 WHERE (SELECT COALESCE(SUM(balance), 0) FROM account WHERE account_type = '{kind}') <> {lots}"
            )


@contextmanager
def ticket_world(database_url: str) -> Iterator[TicketWorld]:
    """The world on a new database; on the fake, without an address."""
    if not database_url:
        yield TicketWorld(None)
        return
    with open_records(database_url) as records:
        world = TicketWorld(records)
        yield world
        world.check_books()
