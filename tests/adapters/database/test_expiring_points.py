"""What expires by a day, of all accounts of a programme, as of now: on both databases."""

from collections.abc import Iterator
from datetime import date

import pytest

from adapters.database import expiring_points
from adapters.database.expiring_points import DatabaseExpiringPoints
from domain.accounts.list_expiring import ListExpiring
from domain.amounts import SCALE
from domain.errors import InvalidInput
from tests.adapters.database.records import OTHER
from tests.adapters.database.test_point_expiry import Shop
from tests.adapters.database.ticket_world import TicketWorld, ticket_world


@pytest.fixture(params=[(1, 256), (2, 256), (20_000, 1), (20_000, 2), (20_000, 256)])
def world(database_url: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[TicketWorld]:
    """Accounts are read in stretches of any length, and any number of them together."""
    for name, count in zip(("STRETCH_IDS", "TOGETHER"), request.param, strict=True):
        monkeypatch.setattr(expiring_points, name, count)
    with ticket_world(database_url) as opened:
        yield opened


def listed(shop: Shop, last_day: str) -> list[tuple[str, int, str]]:
    lines = ListExpiring(DatabaseExpiringPoints(shop.records.reader), shop.clock)
    return [
        (line.account_number, line.expiry.points // SCALE, str(line.last_day))
        for line in lines(shop.programme, date.fromisoformat(last_day))
    ]


def test_each_account_and_day_is_listed_with_what_is_there_now(world: TicketWorld) -> None:
    shop = Shop(world, '{"months": 1}')
    shop.clock.advance(days=1)
    world.send("R-1", "100.00")
    shop.clock.advance(days=1)
    world.send("R-2", "20.00", card_number="63350002")
    world.send("R-3", "30.00")
    shop.records.account("L-9", programme=OTHER, balance="5")
    assert listed(shop, "2026-12-01") == []
    assert listed(shop, "2026-12-02") == [("L-1", 100, "2026-12-02")]
    everything = [("L-1", 100, "2026-12-02"), ("L-1", 30, "2026-12-03"), ("L-2", 20, "2026-12-03")]
    assert listed(shop, "2027-12-31") == everything
    shop.till("L-1").send("T-1", "-110")
    shop.till("L-2").send("T-2", "-20")
    assert listed(shop, "2027-12-31") == [("L-1", 20, "2026-12-03")]
    shop.clock.advance(days=31)
    assert listed(shop, "2027-12-31") == []


def test_points_that_have_waited_are_listed_whoever_has_rolled_them_over(world: TicketWorld) -> None:
    shop = Shop(world, '{"months": 1}', escrow_days=30)
    world.send("R-1", "100.00")
    assert listed(shop, "2027-12-31") == []
    shop.clock.advance(days=30)
    assert listed(shop, "2027-12-31") == [("L-1", 100, "2027-01-01")]


def test_a_day_counts_to_its_end_in_the_zone_of_the_programme(world: TicketWorld) -> None:
    with world.records.work.transaction() as connection:  # type: ignore[union-attr]
        connection.exec_driver_sql("UPDATE programme SET time_zone = 'America/New_York'")
    shop = Shop(world, '{"day": "12-31"}')
    shop.clock.advance(days=1)
    world.send("R-1", "100.00")
    assert listed(shop, "2026-12-30") == []
    assert listed(shop, "2026-12-31") == [("L-1", 100, "2026-12-31")]
    shop.clock.moment = shop.clock.moment.replace(year=2027, month=1, day=1, hour=4, minute=59)
    assert listed(shop, "2026-12-31") == [("L-1", 100, "2026-12-31")]
    shop.clock.advance(minutes=1)
    with pytest.raises(InvalidInput, match="is over"):
        listed(shop, "2026-12-31")
