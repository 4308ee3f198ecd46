"""Bugs that other loyalty systems have had with purchases, each shown not to be ours: on the fake and both databases.

| seen at | what went wrong | here |
|---|---|---|
| OCA/pos #185 | an offline order was synchronised again, and its points came twice | a receipt is one purchase |
| Toast | an accrual was tried again under a new identifier, and came twice | the receipt counts, not the key |
| Blnk #374 | the second refund was answered with an error, and paid all the same | a refusal moves nothing |
| Blnk #195, #55 | what was made in bulk could not be completed | a ticket of a batch is as good as one alone |
| Odoo #257854 | goods went back, points stayed | no order of buying and returning leaves a point |
| Odoo #212922 | a refund took points that were spent a second time | a return takes what its line earned, once |
| Odoo #244412 | an order that was opened on a second till earned twice | its key is known, whatever till sends it |
| Odoo #238806, #221928, ERPNext #32951, #30242 | a part came back, and all points or none went | a part takes its own |
| ERPNext #36466, #47193 | points of rounded lines were not those of the rounded total | a basket is rounded once, and points pay no more than it |

What the same projects had with balances that a till moves by hand is in `test_bug_museum.py`.
"""

from collections.abc import Iterator
from decimal import Decimal
from itertools import permutations

import pytest

from domain.errors import IdempotencyMismatch, InvalidInput
from domain.purchases.ticket import Withdrawal
from domain.purchases.ticket_books import TicketReceipt
from tests.adapters.database.ticket_world import TODAY, TicketWorld, ticket_world


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> Iterator[TicketWorld]:
    is_fake = request.param == "fake"
    with ticket_world("" if is_fake else str(request.getfixturevalue(f"migrated_{request.param}_url"))) as opened:
        yield opened


def test_a_ticket_that_is_synchronised_again_doubles_nothing(world: TicketWorld) -> None:
    """OCA/pos #185, Toast: with the same key, with another, without any, in a batch with itself, and days later."""
    world.send("R-1", "12.40", request_key="K-1")
    for key in ("K-1", "K-2", ""):
        assert world.send("R-1", "12.40", request_key=key).is_replay
    world.clock.advance(days=40)
    assert world.send("R-1", "12.40", business_date=TODAY).is_replay
    first, second = world.book(world.caller, [world.draft("R-2", "1.00")] * 2)
    assert isinstance(first, TicketReceipt)
    assert isinstance(second, TicketReceipt)
    assert (first.is_replay, second.is_replay, second.ticket_id) == (False, True, first.ticket_id)
    assert sum(world.balances()[:2]) == 13


def test_a_second_refund_is_refused_and_moves_nothing(world: TicketWorld) -> None:
    """Blnk #374."""
    world.send("R-1", "10.00", "5.00")
    world.give_back("B-1", "R-1", (1, "1"))
    for receipt in ("B-2", "B-2", "B-3"):
        with pytest.raises(InvalidInput):
            world.give_back(receipt, "R-1", (1, "1"))
        assert world.balances() == [0, 5, 0, 5]


def test_what_came_in_bulk_can_be_returned(world: TicketWorld) -> None:
    """Blnk #195, #55: a sale and its return may even come in one batch."""
    sale = world.draft("R-1", "10.00")
    world.book(world.caller, [sale, world.draft("R-2", "4.00"), world.draft("R-3", "2.00")])
    world.give_back("B-1", "R-1")
    world.give_back("B-2", "R-3", (1, "1"))
    assert world.balances() == [0, 4, 0, 4]


@pytest.mark.parametrize("order", list(permutations([1, 2, 3])))
def test_no_order_of_returning_leaves_points(world: TicketWorld, order: tuple[int, ...]) -> None:
    """Odoo #257854: nor does waiting for the roll-over in between."""
    world.send("R-1", "3.50", "3.50", "3.00")
    for step, line in enumerate(order):
        world.give_back(f"B-{step}", "R-1", (line, "1"))
        world.clock.advance(days=16)
        world.books.roll_over(world.clock.now(), 10)
    assert world.balances() == [0, 0, 0, 0]


def test_a_return_of_spent_points_takes_them_once(world: TicketWorld) -> None:
    """Odoo #212922: what was spent is owed, and no more than that, however often the return comes."""
    world.set_rules('{"earn": [{"name": "base", "points": 1, "perAmount": 1}]}')
    world.send("R-1", "100.00")
    for _ in range(3):
        assert world.give_back("B-1", "R-1").taken_back == 100
    assert world.give_back("B-2", "R-1").taken_back == 0
    assert world.balances() == [0, 0, 0, 0]


def test_an_order_on_a_second_till_doubles_nothing(world: TicketWorld) -> None:
    """Odoo #244412: its key says that it is the same order, though the till and the receipt are others."""
    world.send("R-1", "50.00", request_key="order 7")
    for till in (world.other_till(default_device="pos2"), world.other_till(default_site="0002")):
        with pytest.raises(IdempotencyMismatch):
            till.send("R-1", "50.00", request_key="order 7")
    assert world.balances() == [0, 50, 0, 50]


@pytest.mark.parametrize(("part", "taken"), [("1", [2, 3, 2, 3]), ("2", [5, 5]), ("0.5", [1, 1, 1, 2, 1, 1, 1, 2])])
def test_a_part_takes_its_own(world: TicketWorld, part: str, taken: list[int]) -> None:
    """Odoo #238806, #221928, ERPNext #32951, #30242: four pieces earned ten points, and all of them go."""
    world.send("R-1", "10.00", "7.00", quantity="4")
    told = [int(world.give_back(f"B-{step}", "R-1", (1, part)).taken_back) for step in range(len(taken))]
    assert told == taken
    assert world.balances() == [0, 7, 0, 7]


def test_a_basket_is_rounded_once(world: TicketWorld) -> None:
    """ERPNext #36466, #47193: three lines of 0.50 are worth the point that 1.50 is worth, and give it back."""
    receipt = world.send("R-1", "0.50", "0.50", "0.50")
    assert receipt.earned == 1
    taken = [world.give_back(f"B-{line}", "R-1", (line, "1")).taken_back for line in (1, 2, 3)]
    assert sum(taken, Decimal()) == 1
    assert world.balances() == [0, 0, 0, 0]


def test_points_pay_as_much_as_is_to_be_paid_and_no_penny_more(world: TicketWorld) -> None:
    """ERPNext #36466, #47193: the whole basket is the limit, not each line; what is refused leaves nothing."""
    world.set_rules('{"earn": [{"name": "base", "points": 1, "perAmount": 1}]}')
    world.send("R-1", "100.00")
    for points in ("1.51", "2"):
        with pytest.raises(InvalidInput):
            world.send("R-2", "0.50", "0.50", "0.50", withdrawals=(Withdrawal(Decimal(2), Decimal(points)),))
        assert world.balances() == [100, 0, 100, 0]
    whole = (Withdrawal(Decimal(2), Decimal("1.50")),)
    assert world.send("R-2", "0.50", "0.50", "0.50", withdrawals=whole).earned == 0
    assert world.balances() == [98, 0, 100, 0]


def test_a_return_gives_points_that_paid_back_once(world: TicketWorld) -> None:
    """Odoo #212922, the other way round: sent three times, and again under another number."""
    world.set_rules('{"earn": [{"name": "base", "points": 1, "perAmount": 1}]}')
    world.send("R-1", "100.00")
    world.send("R-2", "40.00", withdrawals=(Withdrawal(Decimal(30), Decimal(30)),))
    for receipt in ("B-1", "B-1", "B-1"):
        assert world.give_back(receipt, "R-2").given_back == 30
    assert world.give_back("B-2", "R-2").given_back == 0
    assert world.balances() == [100, 0, 100, 0]
