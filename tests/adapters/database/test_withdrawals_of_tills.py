"""Points that a till has moved by a balance update, named by its ticket; and tickets that meet: on both databases."""

from collections.abc import Iterator
from functools import partial

import pytest

from domain.errors import InvalidInput
from domain.purchases.ticket_books import TicketReceipt
from domain.refusals import AmountExceedsOriginal, OriginalNotFound
from domain.ticket_refusals import WithdrawalNotCovered, WithdrawalNotFound
from tests.adapters.database.test_ticket_races import at_once
from tests.adapters.database.test_withdrawals import AT_ONCE, paid, told
from tests.adapters.database.ticket_world import ONE_PER_POUND, TicketWorld, ticket_world


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    """Amelia has 100 points that she may spend."""
    with ticket_world(database_url) as opened:
        opened.set_rules(AT_ONCE)
        opened.send("R-0", "100.00")
        yield opened


def test_points_that_the_till_has_moved_are_named_and_not_moved_again(world: TicketWorld) -> None:
    with pytest.raises(WithdrawalNotFound):
        world.send("R-1", "20.00", **paid("50", "20.00", "T-1"))
    world.till(device="pos1").send("T-1", "-50")
    assert told(world.send("R-1", "20.00", **paid("50", "20.00", "T-1"))) == [0, 0, 50, 0]
    assert world.balances() == [50, 0, 100, 0]
    assert world.send("R-1", "20.00", **paid("50", "20.00", "T-1")).is_replay
    with pytest.raises(InvalidInput, match="another ticket"):
        world.send("R-2", "20.00", **paid("50", "20.00", "T-1"))
    assert told(world.give_back("B-1", "R-1")) == [0, 0, 0, 50]
    assert world.balances() == [100, 0, 100, 0]


def test_a_completed_hold_pays_too_and_other_points_do_not(world: TicketWorld) -> None:
    world.till(device="pos1").hold("T-1", "-30")
    with pytest.raises(WithdrawalNotFound):
        world.send("R-1", "20.00", **paid("30", "20.00", "T-1"))
    world.till(device="pos1").send("T-1", "-30")
    with pytest.raises(InvalidInput, match="moved 30 points"):
        world.send("R-1", "20.00", **paid("31", "20.00", "T-1"))
    with pytest.raises(WithdrawalNotFound):
        world.other_till(default_device="pos2").send("R-1", "20.00", **paid("30", "20.00", "T-1"))
    world.send("R-1", "20.00", **paid("30", "20.00", "T-1"))
    assert world.balances() == [70, 0, 100, 0]


def test_one_transaction_is_not_spent_twice_in_a_ticket(world: TicketWorld) -> None:
    world.till(device="pos1").send("T-1", "-50")
    (one,) = paid("50", "10.00", "T-1")["withdrawals"]
    with pytest.raises(InvalidInput, match="one transaction"):
        world.send("R-1", "20.00", withdrawals=(one, one))


def test_what_the_till_gave_back_itself_is_not_given_back_again(world: TicketWorld) -> None:
    world.till(device="pos1").send("T-1", "-50")
    world.send("R-1", "20.00", **paid("50", "20.00", "T-1"))
    world.till(device="pos1").send("T-2", "20", original_transaction_id="T-1")
    back = world.give_back("B-1", "R-1")
    assert (told(back), back.remarks) == (
        [0, 0, 0, 30],
        ("20 points that paid for it are not given back: the till has given them back before.",),
    )
    reply = world.till(device="pos1").send("T-3", "20", original_transaction_id="T-1")
    assert isinstance(reply.error, AmountExceedsOriginal)
    assert world.balances() == [100, 0, 100, 0]


def test_no_till_reverses_the_points_that_a_ticket_moved(world: TicketWorld) -> None:
    world.send("R-1", "20.00", **paid("50", "20.00"))
    assert isinstance(
        world.till(device="pos1").send("T-1", "50", original_transaction_id="R-1").error, OriginalNotFound
    )


def test_points_whose_waiting_is_done_pay_before_a_worker_comes(world: TicketWorld) -> None:
    world.set_rules(ONE_PER_POUND)
    world.clock.advance(minutes=1)
    world.send("R-1", "60.00")
    world.clock.advance(days=29)
    with pytest.raises(WithdrawalNotCovered):
        world.send("R-2", "20.00", **paid("150", "20.00"))
    world.clock.advance(days=1)
    assert told(world.send("R-2", "20.00", **paid("150", "20.00"))) == [0, 0, 150, 0]
    assert world.balances() == [10, 0, 160, 0]


def test_a_hold_keeps_its_points_from_a_ticket(world: TicketWorld) -> None:
    world.till(device="pos1").hold("T-1", "-60")
    with pytest.raises(WithdrawalNotCovered):
        world.send("R-1", "20.00", **paid("50", "20.00"))
    world.send("R-1", "20.00", **paid("40", "20.00"))
    world.till(device="pos1").send("T-1", "-60")
    assert world.balances() == [0, 0, 100, 0]


def test_tickets_that_meet_spend_points_once(world: TicketWorld) -> None:
    answers = at_once([partial(world.send, f"R-{number}", "10.00", **paid("30", "10.00")) for number in range(1, 9)])
    assert sum(isinstance(answer, TicketReceipt) for answer in answers) == 3, answers
    assert sum(isinstance(answer, WithdrawalNotCovered) for answer in answers) == 5, answers
    assert world.balances() == [10, 0, 100, 0]


def test_tickets_and_updates_that_meet_spend_a_transaction_once(world: TicketWorld) -> None:
    world.till(device="pos1").send("T-1", "-50")
    named = paid("50", "10.00", "T-1")
    answers = at_once([partial(world.send, f"R-{number}", "10.00", **named) for number in range(1, 7)])
    assert sum(isinstance(answer, TicketReceipt) for answer in answers) == 1, answers
    assert sum(isinstance(answer, InvalidInput) for answer in answers) == 5, answers
    backs = [
        partial(world.till(device="pos1").send, f"T-{number}", "50", original_transaction_id="T-1")
        for number in range(2, 5)
    ]
    number = next(place for place, answer in enumerate(answers, 1) if isinstance(answer, TicketReceipt))
    assert not [
        each
        for each in at_once([partial(world.give_back, "B-1", f"R-{number}"), *backs])
        if isinstance(each, Exception)
    ]
    assert world.balances() == [100, 0, 100, 0]
