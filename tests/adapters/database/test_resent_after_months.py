"""Updates and tickets sent again after ninety days, whatever has happened meanwhile: the first answers, and nothing moves."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from adapters.database.backup_postgresql import back_up_postgresql, restore_postgresql
from adapters.database.backup_sqlite import back_up_sqlite, restore_sqlite
from adapters.database.expired_points import DatabaseExpiredPoints
from domain.accounts.account import AccountType
from domain.accounts.close_account import CloseAccount
from domain.accounts.update_command import UpdateReply
from domain.purchases.ticket import ReturnedLine
from domain.purchases.ticket_books import TicketReceipt
from domain.purchases.ticket_form import OriginalDraft
from tests.adapters.database.records import CLUB
from tests.adapters.database.test_tier_ends import look_again
from tests.adapters.database.test_withdrawals import AT_ONCE, paid
from tests.adapters.database.ticket_world import TODAY, TicketWorld, ticket_world
from tests.builders import START

DOUBLE = '{"earn": [{"name": "double", "points": 2, "perAmount": 1}], "escrowDays": 10, "expiry": {"months": 1}}'
Answer = UpdateReply | TicketReceipt


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    with ticket_world(database_url) as opened:
        opened.set_rules(AT_ONCE)
        yield opened


def send_all(world: TicketWorld) -> list[Answer]:
    """A day at the till; each message tells the time at which it was first sent."""
    till, when = world.till(device="pos1"), {"occurred_at": START}
    back = world.draft("x", "1.00").sold[0].sold
    named = {"original": OriginalDraft("R-1", TODAY), "returned": (ReturnedLine(1, back.quantity, back.amount * 20),)}
    calls: tuple[Callable[[], Answer], ...] = (
        lambda: till.send("T-1", "100", **when),
        lambda: till.send("T-2", "-30", **when, idempotency_key="k"),
        lambda: till.hold("T-3", "-10", **when),
        lambda: till.send("T-3", "-5", **when),
        lambda: till.send("T-4", "-90000", **when),
        lambda: world.send("R-1", "20.00", "10.00", **when),
        lambda: world.send("R-2", **{**when, **named, "total": -back.amount * 20}),
        lambda: world.send("R-3", "9.00", card_number="", **when),
        lambda: world.claim("R-3"),
        lambda: world.send("R-4", "40.00", **paid("20", "4.00"), **when),
        lambda: world.send("R-5", "40.00", **paid("30", "3.00", "T-2"), **when),
        lambda: world.send("R-6", original=OriginalDraft("R-4", TODAY), cancels=True, **{**when, "total": Decimal(0)}),
    )
    return [call() for call in calls]


def a_day(world: TicketWorld) -> list[Answer]:
    """Send all, and again at once: what is told again that day is told for ever."""
    send_all(world)
    return send_all(world)


def told(answer: Answer) -> object:
    """All that is told; two errors of a kind are not equal by themselves."""
    return repr(answer) if isinstance(answer, UpdateReply) else answer


def moved(world: TicketWorld) -> list[Any]:
    assert world.records
    tables = ("movement", "entry", "idempotency_key", "ticket", "ticket_line", "escrow_lot", "outbox", "account")
    return [world.records.reader.rows(f"SELECT * FROM {table} ORDER BY 1, 2") for table in tables]


def send_again(world: TicketWorld, first: list[Answer]) -> None:
    """The same answers again, and nothing else."""
    before = moved(world)
    again = send_all(world)
    assert [told(answer) for answer in again] == [told(answer) for answer in first]
    assert all(answer.replayed if isinstance(answer, UpdateReply) else answer.is_replay for answer in again)
    assert moved(world) == before
    world.check_books()


def close(world: TicketWorld) -> None:
    """Spend what is left, and close Amelia's account."""
    assert world.records
    till = world.till(device="office")
    till.send("the rest", str(-world.balances()[0]))
    CloseAccount(world.records.accounts, world.clock)(CLUB, AccountType.LOYALTY, "L-1")


def test_with_other_rules(world: TicketWorld) -> None:
    first = a_day(world)
    world.clock.advance(days=90)
    world.set_rules(DOUBLE)
    send_again(world, first)


def test_after_points_have_expired(world: TicketWorld) -> None:
    first = a_day(world)
    world.set_rules(DOUBLE)
    world.clock.advance(days=90)
    assert world.records
    look_again(world)
    records = world.records
    job = DatabaseExpiredPoints(records.store, records.reader, records.work, world.rules)
    assert job.expire(world.clock.now(), 10)
    send_again(world, first)


def test_on_an_account_that_was_closed(world: TicketWorld) -> None:
    first = a_day(world)
    world.clock.advance(days=90)
    close(world)
    send_again(world, first)


def test_after_a_restore_of_that_day(world: TicketWorld, tmp_path: Path) -> None:
    assert world.records
    store, file = world.records.store, tmp_path / "day.backup"
    first = a_day(world)
    then = moved(world)
    (back_up_sqlite if store.is_sqlite else back_up_postgresql)(store, file, lambda *_: None)
    world.clock.advance(days=90)
    close(world)
    store.forget_connections()
    (restore_sqlite if store.is_sqlite else restore_postgresql)(store, file, lambda *_: None, replace=True)
    store.forget_connections()
    assert moved(world)[0] == then[0]
    send_again(world, first)
