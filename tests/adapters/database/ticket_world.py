"""A programme whose purchases earn, on a database: tills that send tickets, members, and a clock to move."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from adapters.database.earning_rules_records import DatabaseEarningRules
from adapters.database.member_directory import DatabaseMemberDirectory
from adapters.database.ticket_books import DatabaseTicketBooks
from adapters.database.ticket_sequences import DatabaseTicketSequences
from domain.identity.caller import Caller
from domain.identity.origin import Origin
from domain.programmes.earning_rules_form import read_rules
from domain.purchases.attribute_ticket import AttributeTicket, Attribution
from domain.purchases.basket import BasketLine
from domain.purchases.book_tickets import BookTickets
from domain.purchases.list_ticket_gaps import ListTicketGaps
from domain.purchases.ticket import ReturnedLine, TicketLine
from domain.purchases.ticket_books import TicketReceipt
from domain.purchases.ticket_form import OriginalDraft, TicketDraft
from tests.adapters.database.records import CLUB, Records, open_records
from tests.builders import START

ONE_PER_POUND = '{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "escrowDays": 30}'
CARD, OTHER_CARD = "63350001", "63350002"
TODAY = START.date()


@dataclass
class TicketWorld:
    """Amelia has card 63350001 and loyalty account L-1, Angus card 63350002 and L-2."""

    records: Records
    caller: Caller = field(
        default_factory=lambda: Caller(CLUB, 1, "till-1", default_site="0001", default_device="pos1")
    )

    def __post_init__(self) -> None:
        records = self.records
        for number, card in (("1", CARD), ("2", OTHER_CARD)):
            records.customer(f"10{number}")
            records.card(card, f"10{number}")
            records.account(f"L-{number}", customer_number=f"10{number}")
        self.clock = records.clock
        self.rules = DatabaseEarningRules(records.reader, records.work)
        self.members = DatabaseMemberDirectory(records.reader)
        self.books = DatabaseTicketBooks(records.store, records.work)
        self.book = BookTickets(self.rules, self.members, self.books, self.clock)
        self.attribute = AttributeTicket(self.rules, self.members, self.books, self.clock)
        self.gaps = ListTicketGaps(DatabaseTicketSequences(records.reader))
        self.set_rules(ONE_PER_POUND)

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
        rows = self.records.reader.rows("SELECT account_type, balance FROM account WHERE number = ?", (number,))
        found = dict(rows)
        order = ("customerLoyalty", "spendableEscrow", "tierQualifying", "tierQualifyingEscrow")
        return [found.get(f"{name}Account", 0) // 10_000 for name in order]

    def other_till(self, **more: Any) -> "TicketWorld":
        """The same world, called by another till."""
        return replace(self, caller=replace(self.caller, **more))

    def check_books(self) -> None:
        """Entries add up to balances, movements equal entries, and each lot that waits is in escrow."""
        read = self.records.reader.rows
        assert not read(
            "SELECT a.id FROM account a LEFT JOIN (SELECT account_id, SUM(amount) AS whole, COUNT(*) AS entries "
            "FROM entry GROUP BY account_id) e ON e.account_id = a.id "
            "WHERE a.balance <> COALESCE(e.whole, 0) OR a.sequence <> COALESCE(e.entries, 0)"
        )
        assert self.records.count("movement") == self.records.count("entry") == self.records.count("outbox")
        lots = "(SELECT COALESCE(SUM(left_amount), 0) FROM escrow_lot WHERE state = 'open')"
        for kind in ("spendableEscrowAccount", "tierQualifyingEscrowAccount"):
            assert not read(
                f"SELECT 1 WHERE (SELECT COALESCE(SUM(balance), 0) FROM account WHERE account_type = '{kind}') <> {lots}"
            )


def day(offset: int = 0) -> date:
    """A day, counted from the clock's first."""
    return TODAY + timedelta(days=offset)


def at_site(site: str, device: str = "") -> Origin:
    """An origin."""
    return Origin(site, device)


@contextmanager
def ticket_world(database_url: str) -> Iterator[TicketWorld]:
    """The world on a new database."""
    with open_records(database_url) as records:
        world = TicketWorld(records)
        yield world
        world.check_books()
