"""A clock that was ahead and is set right: what was entered in the future stays, and everything goes on."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain.accounts.outcome import Outcome
from domain.purchases.ticket_form import OriginalDraft
from tests.adapters.database.test_point_expiry import Shop
from tests.adapters.database.test_tier_ends import look_again
from tests.adapters.database.test_verification import verify
from tests.adapters.database.ticket_world import TODAY, ticket_world
from tests.builders import START, figures


@pytest.fixture
def shop(database_url: str) -> Iterator[Shop]:
    """Points wait for two days and live for three months."""
    with ticket_world(database_url) as world:
        yield Shop(world, '{"months": 3, "noticeDays": 10}', escrow_days=2)


def test_what_came_in_the_future_can_be_spent_returned_and_sent_again(shop: Shop) -> None:
    world, till = shop.world, shop.till()
    ahead = START + timedelta(hours=20)
    shop.clock.moment = ahead
    assert figures(till.send("1", "100", occurred_at=ahead)) == (100, 0, 100)
    hold = till.hold("2", "-30", expires_at=ahead + timedelta(hours=1))
    world.send("R-1", "20.00", occurred_at=ahead, business_date=TODAY)
    shop.clock.moment = START
    assert till.send("1", "100", occurred_at=ahead).replayed
    assert figures(till.send("3", "-10")) == (90, 30, 60)
    assert till.hold("2", "-30", expires_at=ahead + timedelta(hours=1)).expires_at == hold.expires_at
    assert figures(till.send("2", "-30")) == (60, 0, 60)
    assert world.send("R-1", "20.00", occurred_at=ahead, business_date=TODAY).is_replay
    back = world.send("B-1", original=OriginalDraft("R-1", TODAY), cancels=True, occurred_at=START)
    assert back.taken_back == 20
    assert shop.told() == 60
    assert not verify(shop.records.store)[1]


def test_points_that_came_in_the_future_live_as_long_as_others(shop: Shop) -> None:
    world, till = shop.world, shop.till()
    shop.clock.advance(days=40)
    world.send("R-1", "100.00", occurred_at=START)
    assert shop.told() == 100
    look_again(world)
    shop.clock.moment = START + timedelta(days=3)
    assert shop.told() == 100
    assert till.send("1", "-40").outcome is Outcome.SUCCESS
    look_again(world)
    assert shop.work() == 0
    assert shop.told() == 60
    shop.clock.moment = START + timedelta(days=200)
    assert shop.told() == 0
    shop.work()
    assert world.balances()[0] == 0
    assert not verify(shop.records.store)[1]
