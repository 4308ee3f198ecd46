"""Tickets earn, come back and are recognised: on the fake, SQLite and PostgreSQL alike."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from domain.errors import IdempotencyMismatch, InvalidInput
from domain.purchases.ticket import ReturnedLine, TicketKind
from domain.purchases.ticket_books import TicketReceipt
from domain.purchases.ticket_form import OriginalDraft
from domain.refusals import AccountBlocked, NoAccount, TicketNotFound, TicketTaken
from tests.adapters.database.records import OTHER
from tests.adapters.database.ticket_world import OTHER_CARD, TODAY, TicketWorld, ticket_world


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> Iterator[TicketWorld]:
    is_fake = request.param == "fake"
    with ticket_world("" if is_fake else str(request.getfixturevalue(f"migrated_{request.param}_url"))) as opened:
        yield opened


def test_a_purchase_earns_into_escrow_and_rolls_over_when_its_time_is_done(world: TicketWorld) -> None:
    receipt = world.send("R-1", "12.40", "7.80")
    assert (receipt.kind, int(receipt.earned), receipt.customer_number) == (TicketKind.SALE, 20, "101")
    assert receipt.reasons[0].explanation == "20 points: 1 per 1.00 GBP on 20.20 GBP, rounded down"
    assert world.balances() == [0, 20, 0, 20]
    world.clock.advance(days=29)
    assert world.books.roll_over(world.clock.now(), 100) == 0
    world.clock.advance(days=1)
    assert world.books.roll_over(world.clock.now(), 100) == 1
    assert world.balances() == [20, 0, 20, 0]
    assert world.books.roll_over(world.clock.now(), 100) == 0


def test_without_escrow_points_can_be_spent_at_once(world: TicketWorld) -> None:
    world.set_rules('{"earn": [{"name": "base", "points": 1, "perAmount": 1}]}')
    receipt = world.send("R-1", "5.00")
    assert (str(receipt.spendable), receipt.spendable_from) == ("5.0000", None)
    assert world.balances() == [5, 0, 5, 0]
    world.give_back("R-2", "R-1", (1, "1"))
    assert world.balances() == [0, 0, 0, 0]


def test_the_same_receipt_is_one_purchase_however_it_is_sent(world: TicketWorld) -> None:
    first = world.send("R-1", "12.40", request_key="K-1")
    for again in (
        world.send("R-1", "12.40", request_key="K-1"),
        world.send("R-1", "12.40", request_key="K-2"),
        world.send("R-1", "12.40"),
        world.send("R-1", "12.40", card_number=OTHER_CARD),
    ):
        assert again.is_replay
        assert again.ticket_id == first.ticket_id
        assert (int(again.earned), again.reasons) == (12, first.reasons)
        assert again.spendable_escrow == 12
    world.send("R-2", "1.00")
    assert world.send("R-1", "12.40").spendable_escrow == 12
    assert world.balances() == [0, 13, 0, 13]


def test_a_receipt_or_key_that_is_known_for_something_else_is_refused(world: TicketWorld) -> None:
    world.send("R-1", "12.40", request_key="K-1")
    with pytest.raises(IdempotencyMismatch) as caught:
        world.send("R-1", "12.50")
    assert caught.value.field == "receiptNumber"
    with pytest.raises(IdempotencyMismatch) as caught:
        world.send("R-2", "12.40", request_key="K-1")
    assert caught.value.field == "Idempotency-Key"
    assert world.balances() == [0, 12, 0, 12]


@pytest.mark.parametrize("change", [{"default_site": "0002"}, {"default_device": "pos2"}])
def test_another_till_or_site_has_receipts_of_its_own(world: TicketWorld, change: dict[str, str]) -> None:
    world.send("R-1", "10.00")
    world.other_till(**change).send("R-1", "10.00")
    assert world.balances() == [0, 20, 0, 20]


def test_no_programme_sees_another_s_tickets(world: TicketWorld) -> None:
    world.send("R-1", "10.00")
    with pytest.raises(TicketNotFound):
        world.other_till(programme=OTHER).give_back("R-2", "R-1", card_number="")


def test_a_return_takes_back_exactly_what_its_line_earned(world: TicketWorld) -> None:
    world.send("R-1", "3.50", "3.50", "3.00")
    back = world.give_back("R-2", "R-1", (1, "1"))
    assert (back.kind, int(back.taken_back)) == (TicketKind.RETURN, 4)
    assert world.balances() == [0, 6, 0, 6]
    assert world.give_back("R-2", "R-1", (1, "1")).is_replay
    with pytest.raises(InvalidInput, match="0 left"):
        world.give_back("R-3", "R-1", (1, "1"))
    with pytest.raises(InvalidInput, match="no line 4"):
        world.give_back("R-3", "R-1", (4, "1"))
    assert world.give_back("R-4", "R-1").taken_back == 6
    assert world.give_back("R-5", "R-1").taken_back == 0
    assert world.balances() == [0, 0, 0, 0]


def test_parts_of_a_line_come_back_in_any_steps_and_add_up(world: TicketWorld) -> None:
    world.send("R-1", "10.00", quantity="3")
    taken = [int(world.give_back(f"B-{step}", "R-1", (1, "1")).taken_back) for step in range(3)]
    assert taken == [3, 3, 4]
    assert world.balances() == [0, 0, 0, 0]


def test_a_return_after_the_roll_over_takes_what_can_be_spent(world: TicketWorld) -> None:
    world.send("R-1", "10.00")
    world.clock.advance(days=31)
    world.books.roll_over(world.clock.now(), 100)
    world.send("R-2", "5.00")
    assert world.give_back("R-3", "R-1").taken_back == 10
    assert world.balances() == [0, 5, 0, 5]


def test_an_exchange_does_both_at_once(world: TicketWorld) -> None:
    world.send("R-1", "10.00", "4.00")
    exchange = world.send(
        "R-2", "7.00", returned=(ReturnedLine(2, Decimal(1), Decimal("4.00")),), original=OriginalDraft("R-1", TODAY)
    )
    assert (exchange.kind, int(exchange.earned), int(exchange.taken_back)) == (TicketKind.EXCHANGE, 7, 4)
    assert world.balances() == [0, 17, 0, 17]


def test_a_return_takes_from_the_member_of_the_original_whoever_brings_it(world: TicketWorld) -> None:
    world.send("R-1", "10.00")
    world.give_back("R-2", "R-1", card_number=OTHER_CARD)
    assert world.balances() == [0, 0, 0, 0]
    assert world.balances("L-2") == [0, 0, 0, 0]


def test_a_return_that_arrives_first_is_told_to_wait_and_records_nothing(world: TicketWorld) -> None:
    with pytest.raises(TicketNotFound):
        world.give_back("R-2", "R-1")
    world.send("R-1", "10.00")
    assert world.give_back("R-2", "R-1").taken_back == 10


def test_a_ticket_of_nobody_is_claimed_once(world: TicketWorld) -> None:
    nobody = world.send("R-1", "10.00", "6.00", card_number="")
    assert (int(nobody.earned), nobody.customer_number, nobody.spendable) == (0, "", None)
    world.give_back("R-2", "R-1", (1, "1"), card_number="")
    with pytest.raises(TicketNotFound):
        world.claim("R-9")
    with pytest.raises(NoAccount):
        world.claim("R-1", "63359999")
    claimed = world.claim("R-1")
    assert (int(claimed.earned), int(claimed.taken_back)) == (16, 10)
    assert claimed.spendable_escrow == 6
    again = world.claim("R-1")
    assert again.is_replay
    assert (int(again.earned), again.customer_number) == (16, "101")
    with pytest.raises(TicketTaken):
        world.claim("R-1", OTHER_CARD)
    assert world.send("R-1", "10.00", "6.00", card_number="").earned == 16
    assert world.give_back("R-3", "R-1").taken_back == 6
    assert world.balances() == [0, 0, 0, 0]


def test_a_claim_that_is_sent_again_when_its_points_are_due_moves_nothing(world: TicketWorld) -> None:
    world.send("R-1", "10.00", card_number="")
    world.claim("R-1")
    world.clock.advance(days=30)
    assert world.claim("R-1").is_replay
    assert world.balances() == [0, 10, 0, 10]
    assert world.books.roll_over(world.clock.now(), 10) == 1
    assert world.balances() == [10, 0, 10, 0]


def test_an_exchange_whose_new_goods_came_back_can_still_be_claimed(world: TicketWorld) -> None:
    """It takes twice from one account: when it came, and what came back of it before it was claimed."""
    world.send("R-1", "10.00", "4.00")
    back = ReturnedLine(2, Decimal(1), Decimal("4.00"))
    world.send("R-2", "7.00", returned=(back,), original=OriginalDraft("R-1", TODAY), card_number="")
    world.give_back("R-3", "R-2", (1, "1"), card_number="")
    claimed = world.claim("R-2")
    assert (int(claimed.earned), int(claimed.taken_back)) == (7, 7)
    assert world.balances() == [0, 10, 0, 10]


def test_a_card_of_nobody_books_the_ticket_for_later(world: TicketWorld) -> None:
    receipt = world.send("R-1", "10.00", card_number="63359999")
    assert "no member has this card" in receipt.remarks[0]
    assert world.claim("R-1").earned == 10


def test_an_account_that_is_not_open_earns_nothing(world: TicketWorld) -> None:
    world.block("L-1")
    receipt = world.send("R-1", "10.00")
    assert (int(receipt.earned), receipt.customer_number) == (0, "")
    assert "is blocked" in receipt.remarks[0]
    with pytest.raises(AccountBlocked):
        world.claim("R-1")
    assert world.claim("R-1", OTHER_CARD).earned == 10


def test_a_late_ticket_is_judged_by_the_rules_of_its_own_time(world: TicketWorld) -> None:
    then = world.clock.now()
    world.clock.advance(days=3)
    world.set_rules('{"earn": [{"name": "double", "points": 2, "perAmount": 1}], "capPerDay": 30}')
    assert world.send("R-1", "10.00", occurred_at=then).earned == 10
    assert world.send("R-2", "10.00").earned == 20
    capped = world.send("R-3", "10.00")
    assert capped.earned == 10
    assert "at most 30 points a day" in capped.remarks[0]


def test_what_is_missing_of_a_till_is_told(world: TicketWorld) -> None:
    for sequence in (7, 3, 4, 10):
        world.send(f"R-{sequence}", "1.00", sequence=sequence)
    world.other_till(default_device="pos2").send("R-1", "1.00", sequence=1)
    world.send("R-99", "1.00")
    gaps = [(gap.device, gap.first, gap.last) for gap in world.gaps(world.caller)]
    assert gaps == [("pos1", 5, 6), ("pos1", 8, 9)]
    assert not world.gaps(world.caller, "pos2")


def test_one_bad_ticket_leaves_the_rest_of_its_batch_alone(world: TicketWorld) -> None:
    drafts = [world.draft("R-1", "1.00"), world.draft("R-2", "1.00", total=Decimal(9)), world.draft("R-3", "2.00")]
    results = world.book(world.caller, drafts)
    assert [isinstance(result, TicketReceipt) for result in results] == [True, False, True]
    assert "add up to 1.00" in str(results[1])
    assert world.balances() == [0, 3, 0, 3]
