"""`tickets review list`, `approve` and `reject`, run as from the shell."""

import json
from datetime import timedelta
from decimal import Decimal

from adapters.database.earning_rules_records import DatabaseEarningRules
from adapters.database.member_directory import DatabaseMemberDirectory
from adapters.database.programme_records import DatabaseProgrammeRecords
from adapters.database.reading import Reader
from adapters.database.ticket_books import DatabaseTicketBooks
from adapters.database.unit_of_work import UnitOfWork
from domain.clock import SystemClock
from domain.identity.caller import Caller
from domain.purchases.basket import BasketLine
from domain.purchases.book_tickets import BookTickets
from domain.purchases.ticket import TicketLine
from domain.purchases.ticket_form import TicketDraft
from tests.gateway.cli.commands import Commands

RULES = {"earn": [{"name": "base", "points": "1", "perAmount": "1"}], "velocity": {"ticketsPerHour": 1}}


def send_three(club: Commands) -> None:
    """Three purchases of one card within the hour: one earns, two wait."""
    club.ok("accounts", "add", "loyalty", "1", "--customer", "100")
    club.ok("cards", "add", "6335", "--customer", "100")
    club.ok("programmes", "rules", "set", club.file("rules.json", json.dumps(RULES)), "--from", "2026-01-01")
    reader, work, clock = Reader(club.store), UnitOfWork(club.store), SystemClock()
    rules, members = DatabaseEarningRules(reader, work), DatabaseMemberDirectory(reader, clock)
    book = BookTickets(rules, members, DatabaseTicketBooks(club.store, reader, work, rules), clock)
    programme = DatabaseProgrammeRecords(reader, work).by_code("CLUB")
    assert programme
    caller = Caller(programme, 1, "till-1", default_site="0001", default_device="pos1")
    line, now = TicketLine(BasketLine("A", Decimal(10))), clock.now()
    for place in range(3):
        moment = now - timedelta(minutes=place)
        (result,) = book(caller, [TicketDraft(f"R-{place}", Decimal(10), moment, (line,), card_number="6335")])
        assert not isinstance(result, Exception), result


def test_tickets_in_review_are_listed_approved_and_rejected(club: Commands) -> None:
    assert club.json("tickets", "review", "list") == []
    send_three(club)
    first, second = club.json("tickets", "review", "list")
    assert (first["receipt_number"], first["points"], first["customer_number"]) == ("R-1", "10", "100")
    assert "2 tickets within an hour" in club.ok("tickets", "review", "list", "--rows", "1")
    approve = ("tickets", "review", "approve", str(first["ticket_id"]))
    assert club.ok(*approve) == f"Approved: ticket {first['ticket_id']} earned 10 points.\n"
    assert club.ok(*approve).startswith("Had been approved before")
    reject = ("tickets", "review", "reject", str(second["ticket_id"]), "--reason", "the card was shared")
    assert club.json(*reject)["status"] == "rejected"
    assert club.ok(*reject).startswith("Had been rejected before")
    assert club.json("tickets", "review", "list") == []
    decided = club.rows("SELECT decided_by <> '', reason FROM ticket_review ORDER BY ticket_id")
    assert [reason for _, reason in decided] == ["", "the card was shared"]
    assert club.json("accounts", "explain", "loyalty", "1")["balance"] == "20"
    assert "is not in review" in club.refused("tickets", "review", "approve", str(second["ticket_id"]))
    assert "ticketId" in club.refused("tickets", "review", "approve", "x")
    assert club.ok("verify")
