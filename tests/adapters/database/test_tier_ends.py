"""Tiers and years of points end at their own moment: told at once, written once by whoever comes first, on both databases."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread
from typing import Any

import pytest

from adapters.database.account_directory import DatabaseAccountDirectory
from adapters.database.account_reader import DatabaseAccountReader
from adapters.database.books_writer import write_books
from adapters.database.due_points import DuePoints
from adapters.database.movement_ids import MovementIds
from adapters.database.profile_directory import DatabaseProfileDirectory
from adapters.database.tier_resets import DatabaseTierResets
from domain.accounts.account import AccountType
from domain.accounts.account_directory import AccountCriteria
from domain.accounts.books import Books
from domain.accounts.enquire_balance import AccountKey
from domain.customers.identifier_keys import IdentifierKind
from domain.pager import Window
from domain.purchases.basket import BasketDraft, BasketLine
from domain.purchases.book_tickets import BookTickets
from domain.purchases.member_directory import Member
from domain.purchases.preview_earning import EarningPreview
from domain.purchases.reset_tiers import ResetTiers
from domain.purchases.ticket_form import OriginalDraft
from tests.adapters.database.records import CLUB
from tests.adapters.database.sheets import sheets_agree
from tests.adapters.database.ticket_world import CARD, OTHER_CARD, TicketWorld, ticket_world

BEFORE, AFTER = datetime(2027, 12, 31, 23, 59, 59, tzinfo=UTC), datetime(2028, 1, 1, tzinfo=UTC)


def rules(ends: str = "never", fall: str = "to-points", keep: str = "", escrow: int = 0, lasts: str = "") -> str:
    """The ACME programme, Gold earning twice; Silver takes 2000 and Gold 10000."""
    term = lasts or '"end-of-next-year"'
    more = f', "keep": {keep}' if keep else ""
    return f"""{{"earn": [{{"name": "base", "points": 1, "perAmount": 1, "tierMultipliers": {{"GOLD": 2}}}}],
      "escrowDays": {escrow}, "tiers": {{"system": "ACME", "pointsEnd": "{ends}", "fall": "{fall}", "levels": [
        {{"code": "BASE", "name": "Base", "entry": 0}},
        {{"code": "SILVER", "name": "Silver", "entry": 2000, "lasts": {term}}},
        {{"code": "GOLD", "name": "Gold", "entry": 10000, "lasts": {term}{more}}}]}}}}"""


@dataclass(frozen=True)
class Told:
    """What is told of a member's tier."""

    tier: str
    name: str
    points: int
    joined_at: datetime | None
    resets_at: datetime | None


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    with ticket_world(database_url) as opened:
        opened.set_rules(rules())
        yield opened


def told(world: TicketWorld, customer: str = "101", card: str = CARD) -> Told:
    """The tier, alike by every way to read it."""
    assert world.records
    reader, now = world.records.reader, world.clock.now()
    (profile,) = DatabaseProfileDirectory(reader).find(CLUB, IdentifierKind.NUMBER, customer, now)
    account = DatabaseAccountReader(reader).read(CLUB, AccountKey(AccountType.LOYALTY, f"L-{customer[-1]}"), now)
    criteria = AccountCriteria(customer_number=customer)
    (listed,) = DatabaseAccountDirectory(reader).list_accounts(CLUB, criteria, now, Window(limit=5))
    by_card, by_number = world.members.by_card(CLUB, card), world.members.by_customer(CLUB, customer)
    assert account
    assert by_card
    assert replace(by_card, card_id=None) == by_number
    assert profile.tier == account.tier == listed.row.tier == by_card.tier
    assert account.tier_description == listed.row.tier_description
    points = int(profile.points.tier_qualifying.balance)
    sheets_agree(world, profile, account.tier_description)
    return Told(profile.tier, account.tier_description, points, profile.tier_joined_at, profile.tier_resets_at)


def look_again(world: TicketWorld) -> int:
    """A worker's pass."""
    assert world.records
    while world.books.roll_over(world.clock.now(), 10):
        pass
    kept = DatabaseTierResets(world.records.store, world.records.reader, world.records.work, world.rules)
    return ResetTiers(kept, world.clock)(10)


def rows(world: TicketWorld, statement: str) -> list[tuple[Any, ...]]:
    assert world.records
    return [tuple(row) for row in world.records.reader.rows(statement)]


def history(world: TicketWorld) -> list[tuple[Any, ...]]:
    columns = "account_id, number, tier, reason, joined_at, resets_at, points, explanation"
    return rows(world, f"SELECT {columns} FROM tier_change ORDER BY account_id, number")


def ended_points(world: TicketWorld) -> list[int]:
    """The points that went back to zero, each time."""
    found = rows(world, "SELECT moved FROM movement WHERE kind = 'expiry' ORDER BY id")
    return [moved // 10_000 for (moved,) in found]


def at(world: TicketWorld, moment: datetime) -> None:
    world.clock.advance(seconds=(moment - world.clock.now()).total_seconds())


def test_a_tier_ends_at_its_moment_for_everybody_who_reads(world: TicketWorld) -> None:
    world.send("R-1", "12000.00")
    world.give_back("R-2", "R-1")
    at(world, BEFORE)
    assert told(world) == Told("GOLD", "Gold", 0, told(world).joined_at, AFTER)
    at(world, AFTER)
    seen = told(world)
    assert seen == Told("BASE", "Base", 0, AFTER, None)
    assert rows(world, "SELECT tier FROM account WHERE number = 'L-1' ORDER BY id")[0] == ("GOLD",)
    world.clock.advance(days=400)
    assert told(world) == seen
    assert look_again(world) == 1
    assert told(world) == seen
    assert history(world)[-1][2:] == ("BASE", "dropped", at_microseconds(AFTER), None, 0, DROPPED)
    assert look_again(world) == 0


DROPPED = "0 points do not keep Gold, which takes 10000."


def at_microseconds(moment: datetime) -> int:
    return int(moment.timestamp()) * 1_000_000


def test_a_ticket_and_a_preview_multiply_by_the_tier_of_their_moment(world: TicketWorld) -> None:
    world.send("R-1", "12000.00")
    world.give_back("R-2", "R-1")
    preview = world.preview
    asked = EarningPreview(BasketDraft((BasketLine("A", world.draft("x", "100.00").total),)), card_number=CARD)
    at(world, BEFORE)
    assert preview(world.caller, asked).earning.points == 200
    assert world.send("R-3", "100.00").earned == 200
    at(world, AFTER)
    assert preview(world.caller, asked).earning.points == 100
    assert world.send("R-4", "100.00").earned == 100
    assert [change[2:4] for change in history(world)][-1] == ("BASE", "dropped")


class Remembering:
    """Members as they were found while they were Gold."""

    def by_card(self, *_: Any) -> Member:
        return Member("101", "L-1", "GOLD")

    by_customer = by_id = by_card


def test_what_multiplies_is_the_tier_under_the_lock(world: TicketWorld) -> None:
    world.send("R-1", "12000.00")
    world.give_back("R-2", "R-1")
    world.book = BookTickets(world.rules, Remembering(), world.books, world.clock)
    at(world, BEFORE)
    assert world.send("R-3", "100.00").earned == 200
    at(world, AFTER)
    assert world.send("R-4", "100.00").earned == 100


def test_a_late_ticket_changes_no_past(world: TicketWorld) -> None:
    world.set_rules(rules("each-year", escrow=30))
    bought = world.clock.now()
    at(world, datetime(2027, 2, 1, tzinfo=UTC))
    world.send("R-1", "10.00")
    late = world.send("R-2", "2500.00", occurred_at=bought)
    assert late.spendable_from == world.clock.now()
    seen = told(world)
    assert (seen.tier, seen.points, seen.joined_at) == ("SILVER", 2500, world.clock.now())
    look_again(world)
    assert told(world) == seen
    assert not ended_points(world)


@pytest.mark.parametrize("first", ["ticket", "update", "worker", "claim"])
def test_whoever_comes_first_writes_the_end_down(world: TicketWorld, first: str) -> None:
    world.set_rules(rules("each-year", keep="5000"))
    world.send("R-1", "12000.00")
    world.send("R-9", "3.00", card_number="")
    at(world, datetime(2027, 6, 1, tzinfo=UTC))
    world.send("R-2", "2000.00")
    at(world, AFTER + timedelta(days=3))
    before = told(world)
    assert before == Told("SILVER", "Silver", 0, AFTER, datetime(2029, 1, 1, tzinfo=UTC))
    doings: dict[str, Callable[[], Any]] = {
        "ticket": lambda: world.send("R-3", "0.00"),
        "update": lambda: world.till().send("T-1", "5"),
        "worker": lambda: look_again(world),
        "claim": lambda: world.claim("R-9"),
    }
    doings[first]()
    assert ended_points(world) == [-12000, -4000]
    assert told(world) == Told("SILVER", "Silver", 3 * (first == "claim"), before.joined_at, before.resets_at)
    look_again(world)
    assert ended_points(world) == [-12000, -4000]


def test_each_year_counts_anew(world: TicketWorld) -> None:
    world.set_rules(rules("each-year"))
    world.send("R-1", "1500.00")
    at(world, datetime(2027, 1, 1, tzinfo=UTC))
    assert told(world).points == 0
    assert world.send("R-2", "600.00").tier_qualifying == 600
    assert told(world).tier == "BASE"
    assert world.balances() == [2100, 0, 600, 0]
    assert world.send("R-3", "1400.00").tier_qualifying == 2000
    assert told(world).tier == "SILVER"


def test_points_that_wait_over_new_year_count_for_the_new_one(world: TicketWorld) -> None:
    world.set_rules(rules("each-year", escrow=30))
    at(world, datetime(2026, 12, 1, 12, tzinfo=UTC))
    world.send("R-1", "1500.00")
    at(world, datetime(2026, 12, 10, tzinfo=UTC))
    world.send("R-2", "700.00")
    at(world, datetime(2027, 2, 1, tzinfo=UTC))
    assert told(world).points == 700
    look_again(world)
    assert ended_points(world) == [-1500]
    assert world.balances() == [2200, 0, 700, 0]


def test_a_purchase_of_a_year_that_ended_takes_nothing_from_the_new_one(world: TicketWorld) -> None:
    world.set_rules(rules("each-year"))
    world.send("R-1", "1500.00")
    at(world, datetime(2027, 1, 2, tzinfo=UTC))
    world.send("R-2", "600.00")
    back = world.give_back("R-3", "R-1", business_date=world.clock.now().date())
    assert back.taken_back == 1500
    assert world.balances() == [600, 0, 600, 0]
    world.send("R-4", original=OriginalDraft("R-2", world.clock.now().date()), cancels=True)
    assert world.balances() == [0, 0, 0, 0]


def test_points_may_end_with_the_tier(world: TicketWorld) -> None:
    world.set_rules(rules("with-tier", lasts='"months", "months": 12'))
    joined = world.clock.now()
    world.send("R-1", "2500.00")
    world.clock.advance(days=364)
    assert told(world).points == 2500
    world.clock.advance(days=1)
    seen = told(world)
    ends = joined.replace(year=joined.year + 2)
    assert seen == Told("SILVER", "Silver", 0, joined.replace(year=joined.year + 1), ends)
    world.clock.advance(days=366)
    assert told(world).tier == "BASE"
    look_again(world)
    assert ended_points(world) == [-2500]
    assert [change[2:4] for change in history(world)] == [
        ("SILVER", "reached"),
        ("SILVER", "kept"),
        ("BASE", "dropped"),
    ]


@pytest.mark.parametrize(
    ("fall", "points", "tier"),
    [("to-points", 5000, "GOLD"), ("to-points", 4999, "SILVER"), ("to-points", 5, "BASE"), ("one-level", 5, "SILVER")],
)
def test_what_keeps_a_tier_and_how_far_one_falls(world: TicketWorld, fall: str, points: int, tier: str) -> None:
    world.set_rules(rules("each-year", fall, keep="5000"))
    world.send("R-1", "10000.00")
    at(world, datetime(2027, 3, 1, tzinfo=UTC))
    world.send("R-2", f"{points // 2}.00", f"{points % 2 / 2:.2f}")
    at(world, AFTER)
    assert told(world).tier == tier
    # What is kept is kept for one more year, that is how long the points of the last one last.
    assert told(world).resets_at == (None if tier == "BASE" else datetime(2029, 1, 1, tzinfo=UTC))


def test_many_at_once_write_the_end_once(world: TicketWorld) -> None:
    world.set_rules(rules("each-year"))
    for number, card in enumerate((CARD, OTHER_CARD)):
        world.send(f"R-{number}", "2500.00", card_number=card)
    at(world, AFTER + timedelta(days=1))
    barrier = Barrier(9)
    doings: list[Callable[[int], Any]] = [
        lambda _: look_again(world),
        lambda number: world.send(f"S-{number}", "10.00", card_number=(CARD, OTHER_CARD)[number % 2]),
        lambda number: world.till().send(f"T-{number}", "1"),
    ]

    def run(number: int) -> None:
        barrier.wait()
        doings[number % 3](number)

    threads = [Thread(target=run, args=(number,)) for number in range(9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ended_points(world) == [-2500, -2500]
    assert world.balances()[2] + world.balances("L-2")[2] == 30
    assert [change[2:4] for change in history(world)] == [("SILVER", "reached"), ("BASE", "dropped")] * 2


def test_a_programme_that_comes_to_count_each_year_anew_ends_the_points_it_has(world: TicketWorld) -> None:
    world.send("R-1", "2500.00")
    world.set_rules(rules("each-year"))
    assert look_again(world) == 1
    assert look_again(world) == 0
    at(world, datetime(2027, 1, 1, tzinfo=UTC))
    assert told(world).points == 0
    assert told(world).tier == "SILVER"
    look_again(world)
    world.set_rules(rules())
    world.send("R-2", "300.00")
    at(world, datetime(2028, 1, 1, tzinfo=UTC))
    assert told(world).points == 300
    look_again(world)
    assert ended_points(world) == [-2500]


@pytest.mark.parametrize("escrow", [0, 30])
def test_a_ticket_that_is_claimed_in_the_new_year_and_comes_back_leaves_no_points(
    world: TicketWorld, escrow: int
) -> None:
    """What it earned counts from the claim, however long ago it was bought."""
    world.set_rules(rules("each-year", escrow=escrow))
    day = world.clock.now().date()
    world.send("R-1", "100.00")
    world.send("R-2", "2500.00", card_number="")
    at(world, AFTER)
    world.claim("R-2")
    assert (told(world).tier, told(world).points) == ("SILVER", 2500)
    world.give_back("B-2", "R-2", business_date=day)
    assert told(world).points == 0
    world.give_back("B-1", "R-1", business_date=day)
    assert told(world).points == 0


def test_a_tier_that_people_keep_stays_and_its_points_end(world: TicketWorld) -> None:
    assert world.records
    world.set_rules(rules("each-year"))
    with world.records.work.transaction() as connection:
        connection.exec_driver_sql(
            "UPDATE account SET tier = 'VIP', is_tier_manual = true, seal = NULL WHERE number = 'L-1'"
        )
    world.send("R-1", "2500.00")
    at(world, AFTER)
    assert told(world) == Told("VIP", "", 0, None, None)
    look_again(world)
    assert told(world) == Told("VIP", "", 0, None, None)
    assert ended_points(world) == [-2500]
    assert not history(world)


BOUGHT = {"2026-11-20": "2100.00", "2026-12-20": "9000.00", "2027-08-01": "500.00", "2028-02-01": "2500.00"}


@pytest.mark.parametrize("ends", ["never", "each-year", "with-tier"])
@pytest.mark.parametrize("escrow", [0, 30])
def test_it_comes_to_the_same_however_seldom_a_worker_passes(world: TicketWorld, ends: str, escrow: int) -> None:
    """Two members buy the same; a worker passes every few days for one, and for the other never, until the end."""
    world.set_rules(rules(ends, "one-level", escrow=escrow, keep="3000"))
    seen: set[str] = set()
    bought = dict(BOUGHT)
    while world.clock.now().year < 2030:
        for day in [day for day in bought if day <= world.clock.now().date().isoformat()]:
            world.send(f"A-{day}", bought[day])
            world.send(f"B-{day}", bought.pop(day), card_number=OTHER_CARD)
        pass_by(world, "L-2")
        seen.add(told(world).tier)
        assert told(world) == told(world, "102", OTHER_CARD)
        world.clock.advance(days=15)
    assert {"", "SILVER"} < seen
    look_again(world)
    first, second = ([change[1:] for change in history(world) if change[0] == each] for each in members(world))
    assert len(first) > 4
    assert first == second
    assert world.balances() == world.balances("L-2")


def members(world: TicketWorld) -> list[int]:
    """The ids of the loyalty accounts."""
    kind = AccountType.LOYALTY.value
    return [row[0] for row in rows(world, f"SELECT id FROM account WHERE account_type = '{kind}' ORDER BY number")]


def pass_by(world: TicketWorld, number: str) -> None:
    """What a worker does for this member alone."""
    records = world.records
    assert records
    with records.work.hot_transaction() as hot:
        books = Books(MovementIds(records.store).within(hot))
        DuePoints(records.store, records.reader, world.rules).settle(hot, books, CLUB.id, number, world.clock.now())
        write_books(hot, books.changes, world.clock.now())
