"""Transactions stated whole, and whole again: the same on the fake, on SQLite and on PostgreSQL."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Any

import pytest

from domain.amounts import format_plain
from domain.customers.identifier_keys import IdentifierKind
from domain.errors import IdempotencyMismatch, InvalidInput
from domain.purchases.basket import BasketLine
from domain.purchases.record_transaction import RecordTransaction, StatedTransaction
from domain.purchases.ticket import TicketLine
from domain.purchases.ticket_books import TicketReceipt, TicketRequest
from domain.refusals import SeveralCustomers, TicketNotFound
from tests.adapters.database.test_ticket_races import at_once
from tests.adapters.database.ticket_world import CARD, TODAY, TicketWorld, ticket_world
from tests.builders import START

LINES = (("a", "TIE", "2", "20.00"), ("b", "HAT", "1", "30.00"))
"""The name, the item, the quantity and the amount of each line."""


@dataclass
class Till:
    """A till that states transactions, each time with a new request id unless it says which."""

    world: TicketWorld
    requests: list[str] = field(default_factory=list)

    def state(self, *lines: tuple[str, str, str, str], at: datetime = START, **more: Any) -> TicketReceipt:
        """State transaction T-1 with these lines as it stands at this time."""
        asked = more.pop("request_id", f"request {len(self.requests)}")
        self.requests.append(asked)
        number, is_voided = more.pop("number", "T-1"), more.pop("is_voided", False)
        member = {"member": CARD, **{name: more.pop(name) for name in ("member", "kind") if name in more}}
        sold = tuple(
            TicketLine(BasketLine(item, Decimal(cost), Decimal(count)), line_id=name)
            for name, item, count, cost in lines
        )
        total = sum((line.sold.amount for line in sold), Decimal())
        draft = self.world.draft(
            number, sold=sold, total=total, occurred_at=at, business_date=TODAY, card_number="", **more
        )
        text = f"{number} {lines} {at} {is_voided} {member}"
        request = TicketRequest(digest(asked), digest(text), told)
        stated = StatedTransaction(draft, request, is_voided=is_voided, **member)
        return RecordTransaction(self.world.book)(self.world.caller, stated)


def told(receipt: TicketReceipt) -> str:
    return f"{format_plain(receipt.earned)} {format_plain(receipt.taken_back)}"


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def later(hours: int) -> datetime:
    return START + timedelta(hours=hours)


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def till(request: pytest.FixtureRequest) -> Iterator[Till]:
    url = "" if request.param == "fake" else str(request.getfixturevalue(f"migrated_{request.param}_url"))
    with ticket_world(url) as world:
        world.clock.advance(days=1)
        yield Till(world)


@pytest.fixture
def busy(database_url: str) -> Iterator[Till]:
    """The same on both databases only."""
    with ticket_world(database_url) as world:
        world.clock.advance(days=1)
        yield Till(world)


def test_a_transaction_is_a_sale_of_the_member(till: Till) -> None:
    receipt = till.state(*LINES)
    assert (receipt.reply, receipt.customer_number) == ("50 0", "101")
    assert till.world.balances() == [0, 50, 0, 50]


def test_a_request_gets_its_first_reply_whatever_became_of_the_ticket(till: Till) -> None:
    first = till.state(*LINES, member="", request_id="R")
    assert first.reply == "0 0"
    till.world.claim("T-1")
    assert till.world.balances() == [0, 50, 0, 50]
    for _ in range(2):
        again = till.state(*LINES, member="", request_id="R")
        assert (again.reply, again.is_replay) == ("0 0", True)
    # Another request that brings it is told what is so by now.
    assert till.state(*LINES).reply == "50 0"
    assert till.world.balances() == [0, 50, 0, 50]


def test_a_request_with_other_content_is_refused(till: Till) -> None:
    till.state(*LINES, request_id="R")
    for change in ({"number": "T-2"}, {"at": later(1)}, {"member": "101"}, {"is_voided": True}):
        with pytest.raises(IdempotencyMismatch):
            till.state(*LINES, request_id="R", **change)
    with pytest.raises(IdempotencyMismatch):
        till.state(LINES[0], request_id="R", at=later(1))
    assert till.world.balances() == [0, 50, 0, 50]
    # A second request of the same ticket is kept to its content too.
    till.state(*LINES, request_id="S")
    with pytest.raises(IdempotencyMismatch):
        till.state(*LINES, request_id="S", number="T-2")


def test_the_same_receipt_as_a_ticket_is_the_same_receipt(till: Till) -> None:
    till.state(*LINES)
    ticket = partial(till.world.send, business_date=TODAY, occurred_at=later(3))
    sold = tuple(TicketLine(BasketLine(item, Decimal(cost), Decimal(count))) for _, item, count, cost in LINES)
    assert ticket("T-1", sold=sold, total=Decimal(50)).is_replay
    with pytest.raises(IdempotencyMismatch):
        ticket("T-1", "49.00")
    ticket("T-2", sold=sold, total=Decimal(50))
    assert till.state(*LINES, number="T-2").is_replay
    # A ticket has no names of lines: their places will do.
    back = till.state(("1", *LINES[0][1:]), number="T-2", at=later(4))
    assert back.taken_back == 30
    assert till.world.balances() == [0, 70, 0, 70]


def test_what_is_missing_later_has_come_back(till: Till) -> None:
    till.state(*LINES)
    back = till.state(("a", "TIE", "1", "10.00"), LINES[1], at=later(1))
    assert back.reply == "0 10"
    assert till.state(("a", "TIE", "1", "10.00"), LINES[1], at=later(1)).is_replay
    assert till.state(("a", "TIE", "1", "10.00"), at=later(2)).taken_back == 30
    assert till.world.balances() == [0, 10, 0, 10]
    assert till.state(is_voided=True, at=later(3)).taken_back == 10
    assert till.state(is_voided=True, at=later(4)).is_replay
    assert till.world.balances() == [0, 0, 0, 0]
    with pytest.raises(InvalidInput, match="only 0 is left"):
        till.state(LINES[0], at=later(5))


def test_states_that_arrive_out_of_order_take_nothing_twice(till: Till) -> None:
    with pytest.raises(TicketNotFound):
        till.state(is_voided=True, number="T-9")
    till.state(*LINES)
    assert till.state(LINES[0], at=later(2)).taken_back == 30
    with pytest.raises(InvalidInput, match="is left"):
        till.state(("a", "TIE", "1", "10.00"), LINES[1], at=later(1))
    assert till.world.balances() == [0, 20, 0, 20]
    assert till.state(*LINES).reply == "50 0"


def test_what_is_no_later_state_of_it_is_refused(till: Till) -> None:
    till.state(*LINES)
    with pytest.raises(IdempotencyMismatch):
        till.state(LINES[0])
    with pytest.raises(IdempotencyMismatch):
        till.state(LINES[0], at=START - timedelta(hours=1))
    with pytest.raises(InvalidInput, match="Line c is not"):
        till.state(*LINES, ("c", "BAG", "1", "9.00"), at=later(1))
    with pytest.raises(InvalidInput, match="Line b is not"):
        till.state(LINES[0], ("b", "BAG", "1", "30.00"), at=later(1))
    with pytest.raises(InvalidInput, match="is left"):
        till.state(("a", "TIE", "3", "30.00"), LINES[1], at=later(1))
    with pytest.raises(InvalidInput, match="Line a is not"):
        till.state(LINES[0], LINES[0], at=later(1))
    assert till.world.balances() == [0, 50, 0, 50]


def test_a_member_is_named_by_number_card_or_id(till: Till) -> None:
    ids = {"102": "7f6d1c1e-0000-4000-8000-000000000102"}
    if till.world.records is None:
        till.world.members.ids[1, ids["102"]] = "102"  # type: ignore[attr-defined]
    else:
        rows = till.world.records.reader.rows("SELECT identifier FROM customer_identifier WHERE kind = 'id' ORDER BY 1")
        numbers = {each[0]: till.world.members.by_id(till.world.caller.programme, each[0]) for each in rows}
        ids = {member.customer_number: each for each, member in numbers.items() if member}
    till.state(*LINES, number="T-1", member="102")
    till.state(*LINES, number="T-2", member="6335 0002")
    till.state(*LINES, number="T-3", member=ids["102"].upper(), kind=IdentifierKind.ID)
    assert till.world.balances("L-2") == [0, 150, 0, 150]
    stranger = till.state(*LINES, number="T-4", member="nobody")
    assert (stranger.customer_number, stranger.reply, len(stranger.remarks)) == ("", "0 0", 1)


def test_a_name_of_two_members_is_nobodys(busy: Till) -> None:
    assert busy.world.records
    busy.world.records.customer(CARD)
    busy.world.records.account("L-3", customer_number=CARD)
    with pytest.raises(SeveralCustomers):
        busy.state(*LINES)


def test_copies_of_one_request_are_one_purchase_with_one_reply(busy: Till) -> None:
    assert busy.world.records
    answers = at_once([partial(busy.state, *LINES, request_id="R")] * 8)
    assert {answer.reply for answer in answers if isinstance(answer, TicketReceipt)} == {"50 0"}, answers
    assert busy.world.balances() == [0, 50, 0, 50]
    assert (busy.world.records.count("ticket"), busy.world.records.count("ticket_reply")) == (1, 1)


def test_one_request_id_for_many_transactions_books_one(busy: Till) -> None:
    assert busy.world.records
    work = [
        partial(busy.state, *LINES, number=f"T-{each}", member=("101", "102")[each % 2], request_id="R")
        for each in range(8)
    ]
    answers = at_once(work)
    assert sum(isinstance(answer, TicketReceipt) for answer in answers) == 1, answers
    assert sum(isinstance(answer, IdempotencyMismatch) for answer in answers) == 7
    assert (busy.world.records.count("ticket"), busy.world.records.count("ticket_reply")) == (1, 1)


def test_a_receipt_by_many_roads_at_once_is_one_purchase(busy: Till) -> None:
    sold = tuple(TicketLine(BasketLine(item, Decimal(cost), Decimal(count))) for _, item, count, cost in LINES)
    ticket = partial(busy.world.send, "T-1", sold=sold, total=Decimal(50), business_date=TODAY)
    answers = at_once([*[partial(busy.state, *LINES)] * 4, *[ticket] * 4])
    assert all(isinstance(answer, TicketReceipt) for answer in answers), answers
    assert busy.world.balances() == [0, 50, 0, 50]


def test_states_that_meet_take_back_what_is_missing_once(busy: Till) -> None:
    busy.state(*LINES)
    lesser = [(("a", "TIE", "1", "10.00"), LINES[1]), (LINES[0],), (("a", "TIE", "1", "10.00"),)]
    answers = at_once([partial(busy.state, *lines, at=later(at)) for at, lines in enumerate(lesser, 1)] * 2)
    assert any(isinstance(answer, TicketReceipt) for answer in answers), answers
    busy.state(*lesser[2], at=later(3))
    assert busy.world.balances() == [0, 10, 0, 10]
