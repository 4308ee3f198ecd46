"""Points whose waiting is done are told and can be spent at once, whether or not a worker has come by: on both databases."""

from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

from adapters.database.account_directory import DatabaseAccountDirectory
from adapters.database.account_reader import DatabaseAccountReader
from domain.accounts.account import AccountType
from domain.accounts.account_directory import AccountCriteria
from domain.accounts.enquire_balance import AccountKey
from domain.pager import Window
from domain.refusals import InsufficientFunds
from tests.adapters.database.records import CLUB
from tests.adapters.database.ticket_world import TicketWorld, ticket_world
from tests.builders import Till, figures


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    """Amelia has 100 points that wait for thirty days."""
    with ticket_world(database_url) as opened:
        opened.send("R-1", "100.00")
        yield opened


def told(world: TicketWorld) -> list[int]:
    """What an enquiry and a search of accounts tell as the balance."""
    assert world.records
    reader, now = world.records.reader, world.clock.now()
    enquired = DatabaseAccountReader(reader).read(CLUB, AccountKey(AccountType.LOYALTY, "L-1"), now)
    criteria = AccountCriteria(customer_number="101")
    (listed,) = DatabaseAccountDirectory(reader).list_accounts(CLUB, criteria, now, Window(limit=5))
    assert enquired
    assert enquired.figures.available == enquired.figures.balance
    return [int(each.figures.wire_balance) for each in (enquired, listed.row)]


def test_due_points_are_told_before_anybody_moves_them(world: TicketWorld) -> None:
    world.clock.advance(days=29)
    assert told(world) == [0, 0]
    world.clock.advance(days=1)
    assert told(world) == [100, 100]
    assert world.balances() == [0, 100, 0, 100]
    assert world.books.roll_over(world.clock.now(), 10) == 1
    assert told(world) == [100, 100]
    assert world.balances() == [100, 0, 100, 0]


def test_a_till_spends_what_is_due_without_a_worker(world: TicketWorld) -> None:
    world.clock.advance(days=29)
    assert isinstance(world.till().send("T-1", "-60").error, InsufficientFunds)
    world.clock.advance(days=1)
    assert figures(world.till().send("T-2", "-60")) == (40, 0, 40)
    assert world.balances() == [40, 0, 100, 0]
    assert world.books.roll_over(world.clock.now(), 10) == 0
    assert figures(world.till().hold("T-3", "-40")) == (40, 40, 0)


def test_due_points_come_once_however_many_ask_for_them(world: TicketWorld) -> None:
    world.clock.advance(days=30)
    now = world.clock.now()
    barrier = Barrier(10)

    def spend(number: int) -> None:
        barrier.wait()
        world.till().send(f"T-{number}", "-15")

    def roll_over() -> None:
        barrier.wait()
        world.books.roll_over(now, 10)

    threads = [Thread(target=spend, args=(number,)) for number in range(8)]
    threads += [Thread(target=roll_over) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert world.balances() == [10, 0, 100, 0]


def test_a_batch_of_updates_finds_them_too(world: TicketWorld) -> None:
    world.send("R-2", "50.00", card_number="63350002")
    world.clock.advance(days=30)
    first, second = world.till(), world.till()
    second.account = "L-2"
    barrier = Barrier(6)

    def spend(each: Till, number: int) -> None:
        barrier.wait()
        each.send(f"T-{number}", "-10")

    threads = [Thread(target=spend, args=((first, second)[number % 2], number)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert world.balances() == [70, 0, 100, 0]
    assert world.balances("L-2") == [20, 0, 50, 0]


def test_the_tier_moves_with_them(world: TicketWorld) -> None:
    assert world.records
    world.set_rules(
        '{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "escrowDays": 30,'
        ' "tiers": {"system": "A", "levels": [{"code": "SILVER", "name": "Silver", "entry": 100}]}}'
    )
    world.clock.advance(days=30)
    world.till().send("T-1", "-1")
    tier = world.records.reader.row("SELECT tier FROM account WHERE number = 'L-1' ORDER BY id")
    assert tier[0] == "SILVER"


def test_a_claim_that_is_sent_again_leaves_what_is_due_where_it_is(world: TicketWorld) -> None:
    day = world.clock.now().date()
    world.send("R-2", "50.00", card_number="", business_date=day)
    world.claim("R-2")
    world.clock.advance(days=31)
    world.claim("R-2")
    assert told(world) == [150, 150]
    assert world.books.roll_over(world.clock.now(), 10) == 2
    assert world.balances() == [150, 0, 150, 0]
