"""Customers whose account was merged into another customer's, or into one of nobody: named with card and number as before."""

from collections.abc import Iterator
from decimal import Decimal

import pytest

from domain.customers.identifier_keys import IdentifierKind, customer_uuid
from domain.errors import InvalidInput
from domain.purchases.basket import BasketDraft, BasketLine
from domain.purchases.preview_earning import EarningPreview
from domain.refusals import NoAccount
from tests.adapters.database.test_merged_members import AT_ONCE, merge
from tests.adapters.database.test_transactions import LINES, Till
from tests.adapters.database.ticket_world import CARD, OTHER_CARD, TicketWorld, ticket_world


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    with ticket_world(database_url) as made:
        made.set_rules(AT_ONCE)
        yield made


def test_card_and_number_that_went_together_go_together_still(world: TicketWorld) -> None:
    first = world.send("R-1", "70.00", customer_number="101")
    merge(world)
    again = world.send("R-1", "70.00", customer_number="101")
    assert (again.is_replay, again.ticket_id, again.customer_number) == (True, first.ticket_id, "101")
    for receipt, number in (("R-2", "101"), ("R-3", "102")):
        assert world.send(receipt, "10.00", customer_number=number).customer_number == "102"
    world.send("R-4", "5.00", card_number="")
    assert int(world.claim("R-4", customer_number="101").earned) == 5
    assert world.balances("L-2") == [95, 0, 95, 0]
    basket = BasketDraft((BasketLine("I0", Decimal(9)),))
    asked = EarningPreview(basket, card_number=CARD, customer_number="101")
    assert world.preview(world.caller, asked).earning.points == 9
    # They never went together.
    with pytest.raises(InvalidInput, match="another customer's"):
        world.send("R-5", "1.00", card_number=OTHER_CARD, customer_number="101")
    with pytest.raises(NoAccount):
        world.preview(world.caller, EarningPreview(basket, card_number=OTHER_CARD, customer_number="101"))


def test_purchases_follow_an_account_that_went_into_one_of_nobody(world: TicketWorld) -> None:
    assert world.records
    world.records.account("L-9")
    till, found = Till(world), world.records.reader.row("SELECT id FROM customer WHERE number = '101'")
    assert found
    first = till.state(*LINES, number="T-0", member="101", request_id="same")
    merge(world, "L-1", "L-9")
    again = till.state(*LINES, number="T-0", member="101", request_id="same")
    assert (again.is_replay, again.reply) == (True, first.reply)
    names = [
        ("101", IdentifierKind.EXTERNAL),
        (CARD, IdentifierKind.EXTERNAL),
        (customer_uuid(found[0]), IdentifierKind.ID),
    ]
    for place, (member, kind) in enumerate(names, 1):
        receipt = till.state(*LINES, number=f"T-{place}", member=member, kind=kind)
        assert (int(receipt.earned), receipt.remarks) == (50, ()), member
    assert world.balances("L-9") == [200, 0, 200, 0]
    assert till.state(number="T-0", member="101", is_voided=True).taken_back == 50
    assert world.balances("L-9") == [150, 0, 150, 0]
