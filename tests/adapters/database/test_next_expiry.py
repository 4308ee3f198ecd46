"""What expires next is explained with a balance, as of any moment, on both databases."""

from collections.abc import Iterator
from datetime import datetime

import pytest

from adapters.database.balance_history import DatabaseBalanceHistory
from domain.accounts.account import AccountType
from domain.amounts import SCALE
from tests.adapters.database.test_point_expiry import Shop
from tests.adapters.database.ticket_world import TicketWorld, ticket_world


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    with ticket_world(database_url) as opened:
        yield opened


def following(shop: Shop, as_of: datetime | None = None) -> tuple[int, str] | None:
    history, moment = DatabaseBalanceHistory(shop.records.reader), as_of or shop.clock.now()
    told = history.standing(shop.programme, AccountType.LOYALTY, "L-1", moment)
    assert told
    expiry = told.next_expiry
    return (expiry.points // SCALE, f"{expiry.expires_at:%m-%dT%H:%M}") if expiry else None


def test_the_next_expiry_is_told_with_what_is_left(world: TicketWorld) -> None:
    shop = Shop(world, '{"months": 1}')
    assert following(shop) is None
    shop.clock.advance(days=1)
    shop.world.send("R-1", "100.00")
    early = shop.clock.now()
    shop.clock.advance(days=3)
    shop.world.send("R-2", "30.00")
    assert following(shop) == (100, "12-03T00:00")
    shop.till().send("T-1", "-70")
    assert following(shop) == (30, "12-03T00:00")
    shop.till().hold("T-2", "-20")
    assert following(shop) == (30, "12-03T00:00")
    shop.till().send("T-2", "-20")
    shop.till().send("T-3", "-10")
    assert following(shop) == (30, "12-06T00:00")
    assert following(shop, early) == (100, "12-03T00:00")
    shop.clock.advance(days=31)
    assert following(shop) is None


def test_points_that_have_waited_count_whoever_has_rolled_them_over(world: TicketWorld) -> None:
    shop = Shop(world, '{"months": 1}', escrow_days=30)
    shop.clock.advance(days=1)
    shop.world.send("R-1", "100.00")
    shop.clock.advance(days=29)
    assert following(shop) is None
    shop.clock.advance(days=1)
    assert following(shop) == (100, "01-03T00:00")


def test_points_that_last_have_no_next_expiry(world: TicketWorld) -> None:
    shop = Shop(world, "null")
    shop.world.send("R-1", "100.00")
    assert following(shop) is None
