"""Each ticket and each change of tier is told of in the outbox, once, as it is, without personal data; on both databases."""

import json
from collections.abc import Iterator
from importlib import import_module
from threading import Barrier, Thread
from typing import Any

import pytest

from adapters.database.books_snapshot import DatabaseBooks
from domain.purchases.ticket import ReturnedLine, TicketReference
from domain.purchases.ticket_form import OriginalDraft
from domain.verification.finding import Finding
from domain.verification.verify_books import VerifyBooks
from tests.adapters.database.records import CLUB, open_records
from tests.adapters.database.test_tier_ends import AFTER, at, look_again, rows, rules
from tests.adapters.database.ticket_world import OTHER_CARD, TODAY, TicketWorld


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    """A sale, a return, an exchange, a cancellation, a claimed ticket, and a tier that was reached and lost."""
    with open_records(database_url) as records:
        opened = TicketWorld(records)
        opened.set_rules(rules("each-year"))
        opened.send("R-1", "2000.00", "500.00")
        opened.give_back("R-2", "R-1", (2, "1"))
        back = (ReturnedLine(1, opened.draft("x", "1.00").sold[0].sold.quantity, opened.draft("x", "2000.00").total),)
        opened.send("R-3", "30.00", original=OriginalDraft("R-1", TODAY), returned=back)
        opened.send("R-4", "7.00", card_number="")
        opened.claim("R-4")
        opened.send("R-5", "9.00", card_number="")
        opened.give_back("R-6", "R-3")
        at(opened, AFTER)
        look_again(opened)
        yield opened


def findings(world: TicketWorld) -> list[str]:
    assert world.records
    found: list[Finding] = []
    VerifyBooks(DatabaseBooks(world.records.store))(found.append)
    return [str(each) for each in found]


def events(world: TicketWorld, condition: str) -> list[tuple[str, dict[str, Any]]]:
    statement = f"SELECT type, body FROM outbox WHERE {condition} ORDER BY id"
    return [(type_, json.loads(body)) for type_, body in rows(world, statement)]


def test_what_happened_is_told(world: TicketWorld) -> None:
    assert not findings(world)
    told = events(world, "ticket_id IS NOT NULL")
    ids = [ticket_id for (ticket_id,) in rows(world, "SELECT id FROM ticket ORDER BY id")]
    assert [type_ for type_, _ in told] == [
        "TicketBooked",
        "TicketReturned",
        "TicketExchanged",
        "TicketBooked",
        "TicketAttributed",
        "TicketBooked",
        "TicketCancelled",
    ]
    account, amelia = rows(world, "SELECT account_id, customer_id FROM ticket t JOIN account a ON a.id = account_id")[0]
    now = world.clock.moment
    booked, back, exchanged, nobodys, given, _, cancelled = (body for _, body in told)
    assert booked.pop("occurredAt") < now.timestamp() * 1_000_000
    assert booked == {
        "ticket": ids[0],
        "account": account,
        "kind": "sale",
        "earned": 25_000_000,
        "takenBack": 0,
        "original": None,
    }
    assert (back["original"], back["earned"], back["takenBack"]) == (ids[0], 0, 5_000_000)
    assert (exchanged["earned"], exchanged["takenBack"]) == (300_000, 20_000_000)
    assert (nobodys["account"], nobodys["earned"]) == (None, 0)
    assert given == {"ticket": ids[3], "account": account, "earned": 70_000, "takenBack": 0}
    assert cancelled["original"] == ids[2]
    tiers = events(world, "tier_account_id IS NOT NULL")
    assert {type_ for type_, _ in tiers} == {"TierChanged"}
    assert [(body["number"], body["tier"], body["reason"]) for _, body in tiers] == [
        (1, "SILVER", "reached"),
        (2, "BASE", "dropped"),
    ]
    owners = rows(world, "SELECT DISTINCT customer_id, programme_id, version FROM outbox WHERE customer_id IS NOT NULL")
    assert owners == [(amelia, CLUB.id, 1)]


def test_a_refused_or_repeated_ticket_leaves_no_event(world: TicketWorld) -> None:
    before = rows(world, "SELECT id FROM outbox")
    world.clock.moment = AFTER
    same = {"business_date": TODAY, "occurred_at": world.clock.now()}
    assert world.send("R-1", "2000.00", "500.00", **same).is_replay
    with pytest.raises(Exception, match="was sent before"):
        world.send("R-1", "1.00", **same)
    with pytest.raises(Exception, match="left to return"):
        world.give_back("R-9", "R-1", (2, "1"))
    assert world.claim("R-4").is_replay
    assert rows(world, "SELECT id FROM outbox") == before


def test_tills_that_send_the_same_at_once_leave_one_event(world: TicketWorld) -> None:
    barrier = Barrier(6)

    def send() -> None:
        barrier.wait()
        world.send("R-7", "5.00", card_number=OTHER_CARD)

    threads = [Thread(target=send) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    key = TicketReference("0001", "pos1", world.clock.now().date(), "R-7").natural_key
    assert world.records
    (ticket_id,) = world.records.reader.row("SELECT id FROM ticket WHERE natural_key = ?", (key,))
    assert len(events(world, f"ticket_id = {ticket_id}")) == 1
    assert not findings(world)


SALE = "ticket_id = (SELECT MIN(id) FROM ticket)"
COPY = (
    "INSERT INTO outbox (programme_id, customer_id, movement_id, ticket_id, tier_account_id, tier_number, type, version,"
    " body, created_at) SELECT programme_id, customer_id, movement_id, ticket_id, tier_account_id, tier_number, {type},"
    " version, body, created_at FROM outbox WHERE "
)
DAMAGE = {
    "no event of a ticket": f"DELETE FROM outbox WHERE {SALE}",
    "two events of a ticket": COPY.format(type="type") + SALE,
    "another type": f"UPDATE outbox SET type = 'TicketReturned' WHERE {SALE}",
    "another programme": f"UPDATE outbox SET programme_id = programme_id + 1 WHERE {SALE}",
    "another ticket": "UPDATE outbox SET ticket_id = 4711 WHERE type = 'TicketCancelled'",
    "other points": f"UPDATE outbox SET body = replace(body, '25000000', '25000001') WHERE {SALE}",
    "no JSON": f"UPDATE outbox SET body = '!' WHERE {SALE}",
    "more than it should": f"UPDATE outbox SET body = replace(body, '{{', '{{\"name\":\"Amelia\",') WHERE {SALE}",
    "a ticket that earned other points": "UPDATE ticket SET earned = earned + 1 WHERE receipt_number = 'R-1'",
    "never given": "DELETE FROM outbox WHERE type = 'TicketAttributed'",
    "given twice": COPY.format(type="type") + "type = 'TicketAttributed'",
    "given, but never nobody's": COPY.format(type="'TicketAttributed'") + SALE,
    "given to another": "UPDATE outbox SET body = replace(body, '70000', '80000') WHERE type = 'TicketAttributed'",
    "no event of a tier": "DELETE FROM outbox WHERE tier_number = 1",
    "two events of a tier": COPY.format(type="type") + "tier_number = 1",
    "another tier": "UPDATE outbox SET body = replace(body, 'SILVER', 'GOLD') WHERE tier_number = 1",
    "a tier change that is not there": "UPDATE outbox SET tier_number = 9 WHERE tier_number = 1",
    "a movement and a ticket": "UPDATE outbox SET ticket_id = 1 WHERE id = (SELECT MIN(id) FROM outbox)",
    "one more, of nothing": "INSERT INTO outbox (programme_id, type, version, body, created_at) "
    f"SELECT programme_id, type, version, body, created_at FROM outbox WHERE {SALE}",
    "of nothing": f"UPDATE outbox SET ticket_id = NULL WHERE {SALE}",
}


@pytest.mark.harms_books
@pytest.mark.parametrize("damage", DAMAGE)
def test_verify_finds_what_is_wrong(world: TicketWorld, damage: str) -> None:
    assert world.records
    with world.records.work.transaction() as connection:
        assert connection.exec_driver_sql(DAMAGE[damage]).rowcount >= 1
    assert findings(world)


def test_the_migration_tells_of_what_is_there_already(world: TicketWorld) -> None:
    assert world.records
    of_purchases = "movement_id IS NULL"
    before = events(world, f"{of_purchases} AND type <> 'TicketAttributed'")
    migration = import_module("adapters.database.migrations.versions.0015_events_of_purchases")
    with world.records.work.transaction() as connection:
        connection.exec_driver_sql(f"DELETE FROM outbox WHERE {of_purchases}")
        migration.fill(connection)
    assert not findings(world)
    told = events(world, of_purchases)
    # Who was given a ticket is known, and not that it was nobody's before.
    given = next(body for type_, body in before if type_ == "TicketBooked" and body["account"] is None)
    assert sorted(map(str, told)) == sorted(
        map(str, [*without(before, given), ("TicketBooked", now_known(told, given))])
    )


def without(told: list[tuple[str, dict[str, Any]]], body: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [each for each in told if each[1] is not body]


def now_known(told: list[tuple[str, dict[str, Any]]], given: dict[str, Any]) -> dict[str, Any]:
    """The same ticket, with its account and points."""
    (body,) = [body for _, body in told if body.get("ticket") == given["ticket"]]
    assert (body["earned"], body["kind"]) == (70_000, "sale")
    assert body["account"] is not None
    return body
