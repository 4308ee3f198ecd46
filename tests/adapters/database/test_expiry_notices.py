"""Points that are about to expire are announced, each expiry of an account once, on both databases."""

import json
from collections.abc import Iterator
from datetime import datetime
from threading import Barrier, Thread

import pytest

from adapters.database.expiry_notices import DatabaseExpiryNotices
from domain.accounts.announce_expiry import AnnounceExpiry
from domain.amounts import SCALE
from domain.clock import from_microseconds
from tests.adapters.database.test_point_expiry import RULES, Shop
from tests.adapters.database.ticket_world import TicketWorld, ticket_world

MONTH = '{"months": 1, "noticeDays": 10}'
YEAR_END = '{"day": "12-31", "noticeDays": 30}'


def job(shop: Shop) -> DatabaseExpiryNotices:
    """As another worker would do it."""
    records = shop.records
    return DatabaseExpiryNotices(records.store, records.reader, records.work, shop.world.rules)


def announce(shop: Shop, limit: int = 100) -> int:
    return AnnounceExpiry(job(shop), shop.clock)(limit)


def told(shop: Shop) -> list[tuple[str, int, str]]:
    """What was announced, by the events, in their order: account, points, when they expire."""
    rows = shop.records.reader.rows(
        "SELECT a.number, o.body FROM outbox o JOIN account a ON a.id = o.expiry_account_id "
        "WHERE o.type = 'PointsExpiryAnnounced' AND o.customer_id = a.customer_id ORDER BY o.id"
    )
    bodies = [(number, json.loads(body)) for number, body in rows]
    return [
        (number, body["points"] // SCALE, f"{from_microseconds(body['expiresAt']):%Y-%m-%dT%H:%M}")
        for number, body in bodies
    ]


def points(shop: Shop) -> list[int]:
    return [each for _, each, _ in told(shop)]


def at(shop: Shop, moment: str) -> None:
    shop.clock.moment = datetime.fromisoformat(f"{moment}+00:00")


def set_rules(shop: Shop, expiry: str) -> None:
    shop.clock.advance(hours=1)
    shop.world.set_rules(RULES.format(0, expiry))
    shop.clock.advance(hours=1)


def an_hour_later(shop: Shop) -> Shop:
    """What is moved at the moment at which the rules begin is a part of what was there before."""
    shop.clock.advance(hours=1)
    return shop


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    with ticket_world(database_url) as opened:
        yield opened


@pytest.fixture
def shop(world: TicketWorld) -> Shop:
    """Points live for a month, and are announced ten days before; it is 1 November."""
    return an_hour_later(Shop(world, MONTH))


@pytest.fixture
def at_year_end(world: TicketWorld) -> Shop:
    """Points live until the end of the year, and are announced thirty days before; it is 1 November."""
    return an_hour_later(Shop(world, YEAR_END))


def test_what_expires_is_announced_so_many_days_before(shop: Shop) -> None:
    shop.world.send("R-1", "100.00")
    announce(shop)
    at(shop, "2026-11-21T23:59:59")
    assert (announce(shop), told(shop)) == (0, [])
    at(shop, "2026-11-22T00:00:00")
    assert announce(shop) == 2
    assert told(shop) == [("L-1", 100, "2026-12-02T00:00")]
    shop.clock.advance(days=5)
    assert (announce(shop), points(shop)) == (0, [100])


def test_each_expiry_of_an_account_is_announced(shop: Shop) -> None:
    for number in range(3):
        shop.world.send(f"R-{number}", f"{number + 1}0.00")
        shop.clock.advance(days=3)
    shop.clock.advance(days=15)
    for _ in range(10):
        announce(shop)
        shop.clock.advance(days=1)
    assert [each[1:] for each in told(shop)] == [
        (10, "2026-12-02T00:00"),
        (20, "2026-12-05T00:00"),
        (30, "2026-12-08T00:00"),
    ]


def test_a_worker_that_was_away_announces_what_has_not_expired_yet(shop: Shop) -> None:
    shop.world.send("R-1", "100.00")
    shop.clock.advance(days=3)
    shop.world.send("R-2", "20.00")
    shop.clock.advance(days=29)
    assert announce(shop) > 0
    assert told(shop) == [("L-1", 20, "2026-12-05T00:00")]
    assert (shop.world.balances()[0], shop.told()) == (120, 20)


def test_what_was_spent_before_is_not_announced(shop: Shop) -> None:
    shop.world.send("R-1", "100.00")
    shop.world.send("R-2", "10.00", card_number="63350002")
    shop.till("L-1").send("T-1", "-70")
    shop.till("L-2").send("T-2", "-10")
    shop.clock.advance(days=25)
    announce(shop)
    assert told(shop) == [("L-1", 30, "2026-12-02T00:00")]
    shop.till("L-1").send("T-3", "-30")
    shop.clock.advance(days=1)
    announce(shop)
    assert points(shop) == [30]


def test_points_that_waited_are_announced_whoever_has_rolled_them_over(world: TicketWorld) -> None:
    shop = Shop(world, MONTH, escrow_days=30)
    world.send("R-1", "100.00")
    shop.clock.advance(days=52)
    announce(shop)
    assert told(shop) == [("L-1", 100, "2027-01-02T00:00")]
    assert world.balances()[:2] == [100, 0]


def test_what_comes_after_an_announcement_of_the_same_day_is_told_and_not_announced_again(at_year_end: Shop) -> None:
    shop = at_year_end
    shop.world.send("R-1", "100.00")
    at(shop, "2026-12-02T00:00:00")
    announce(shop)
    shop.world.send("R-2", "50.00")
    shop.clock.advance(days=5)
    announce(shop)
    shop.till().send("T-1", "-150")
    shop.world.send("R-3", "7.00")
    shop.clock.advance(days=5)
    announce(shop)
    assert told(shop) == [("L-1", 100, "2027-01-01T00:00")]


@pytest.mark.parametrize("way", ["ticket", "till", "expected"])
def test_first_points_that_come_shortly_before_the_day_are_announced_then(at_year_end: Shop, way: str) -> None:
    shop = at_year_end
    at(shop, "2026-12-02T00:00:00")
    assert [announce(shop), announce(shop), points(shop)] == [2, 0, []]
    shop.clock.advance(days=9)
    assert announce(shop) == 0
    if way == "ticket":
        shop.world.send("R-1", "5.00")
    else:
        if way == "expected":
            shop.till().hold("T-1", "5")
        shop.till().send("T-1", "5")
    assert [announce(shop), announce(shop)] == [1, 0]
    assert told(shop) == [("L-1", 5, "2027-01-01T00:00")]
    at(shop, "2027-12-02T00:00:00")
    shop.world.send("R-9", "9.00")
    announce(shop)
    assert told(shop)[1:] == [("L-1", 9, "2028-01-01T00:00")]


def test_points_that_a_reversal_gives_back_are_announced_if_nobody_has(shop: Shop) -> None:
    shop.world.send("R-1", "100.00")
    shop.till().send("T-1", "-100")
    shop.clock.advance(days=22)
    announce(shop)
    shop.world.send("R-2", "1.00")
    shop.till().send("T-2", None, original_transaction_id="T-1")
    announce(shop)
    assert told(shop) == [("L-1", 100, "2026-12-02T00:00")]


def test_notice_that_is_set_later_is_of_all_points(world: TicketWorld) -> None:
    shop = Shop(world, '{"months": 1}')
    shop.world.send("R-1", "100.00")
    shop.clock.advance(days=20)
    assert (announce(shop), points(shop)) == (0, [])
    set_rules(shop, '{"months": 2, "noticeDays": 5}')
    announce(shop)
    assert points(shop) == []
    set_rules(shop, '{"months": 2, "noticeDays": 12}')
    announce(shop)
    assert told(shop) == [("L-1", 100, "2026-12-02T00:00")]


@pytest.mark.parametrize("before", ['{"months": 24, "noticeDays": 60}', '{"day": "06-30", "noticeDays": 60}'])
@pytest.mark.parametrize("has_points", [False, True])
def test_rules_that_let_points_expire_sooner_reach_accounts_that_were_looked_at(
    world: TicketWorld, before: str, has_points: bool
) -> None:
    shop = Shop(world, before)
    if has_points:
        shop.world.send("R-1", "100.00")
    shop.clock.advance(days=900)
    announce(shop)
    at(shop, "2029-11-25T12:00:00")
    set_rules(shop, '{"day": "12-31", "noticeDays": 60}')
    announce(shop)
    shop.world.send("R-2", "9.00")
    shop.clock.advance(days=1)
    announce(shop)
    assert told(shop)[-1] == ("L-1", 9, "2030-01-01T00:00")
    assert announce(shop) == 0


def test_without_notice_nobody_is_looked_at(world: TicketWorld) -> None:
    for rules in ("null", '{"months": 1}'):
        shop = Shop(world, rules)
        shop.world.send(f"R-{rules}", "100.00")
        shop.clock.advance(days=29)
        assert (announce(shop), told(shop)) == (0, [])


def test_no_account_is_looked_at_again_and_again(at_year_end: Shop) -> None:
    shop = at_year_end
    for number in range(3, 8):
        shop.records.account(f"L-{number}", customer_number="101", balance=str(number - 3))
    shop.world.send("R-1", "10.00")
    looks = []
    for moment in ("2026-12-02T00:00:00", "2026-12-20T00:00:00", "2027-01-01T00:00:00", "2027-06-01T00:00:00"):
        at(shop, moment)
        looks.append([announce(shop, 4) for _ in range(3)])
    # Those without points are looked at again when the day has passed.
    assert looks == [[4, 3, 0], [0, 0, 0], [2, 0, 0], [0, 0, 0]]
    assert sorted(points(shop)) == [1, 2, 3, 4, 10]


def test_several_workers_at_once_announce_each_expiry_once(shop: Shop) -> None:
    for number in range(3, 13):
        shop.records.account(f"L-{number}", customer_number="101", balance="10")
    shop.clock.advance(days=25)
    barrier = Barrier(6)

    def work() -> None:
        mine = job(shop)
        barrier.wait()
        mine.announce(shop.clock.now(), 50)

    def spend(number: int) -> None:
        till = shop.till(f"L-{number + 3}")
        barrier.wait()
        till.send(f"T-{number}", "-10")

    threads = [Thread(target=work) for _ in range(4)] + [Thread(target=spend, args=(number,)) for number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    announced = [number for number, *_ in told(shop)]
    assert len(set(announced)) == len(announced)
    assert {f"L-{number}" for number in range(5, 13)} <= set(announced)
    assert shop.records.count("expiry_announcement") == len(announced)
