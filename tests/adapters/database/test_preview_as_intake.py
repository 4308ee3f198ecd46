"""What a preview says is what the ticket then gets, and it moves nothing: on the fake and on both databases."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from adapters.database.programme_reader import DatabaseProgrammes
from domain.errors import LoyaltyError
from domain.purchases.basket import BasketDraft, BasketLine
from domain.purchases.preview_earning import EarningPreview
from domain.purchases.ticket import TicketLine, Withdrawal
from domain.refusals import AccountBlocked, NoAccount
from domain.ticket_refusals import WithdrawalNotCovered
from tests.adapters.database.records import CLUB
from tests.adapters.database.ticket_world import CARD, ONE_PER_POUND, OTHER_CARD, TicketWorld, ticket_world

RULES = """{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "capPerDay": 100, "escrowDays": 0,
  "velocity": {"ticketsPerHour": 2}}"""
EXPIRING = '{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "expiry": {"months": 1}}'


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> Iterator[TicketWorld]:
    if request.param == "fake":
        yield TicketWorld(None)
        return
    with ticket_world(str(request.getfixturevalue(f"migrated_{request.param}_url"))) as opened:
        yield opened


def books(world: TicketWorld) -> Any:
    """All that a preview must leave alone."""
    if not world.records:
        return dict(world.books.tickets), world.balances("L-1")  # type: ignore[attr-defined]  # of the fake
    reader = world.records.reader
    tables = ("ticket", "movement", "entry", "account", "escrow_lot", "tier_standing", "tier_change", "outbox")
    counts = [reader.row(f"SELECT COUNT(*) FROM {table}")[0] for table in tables]
    return counts, reader.rows("SELECT id, balance, sequence, tier, points_expire_from FROM account ORDER BY id")


def alike(world: TicketWorld, receipt: str, amount: str, *, points: str = "", paid: str = "0", **more: Any) -> Any:
    """Ask, send, and hold that the answers agree; what became of the ticket: points, status and remarks, or the error."""
    lines, before, card = (BasketLine("I0", Decimal(amount)),), books(world), more.pop("card_number", CARD)
    basket = BasketDraft(lines, occurred_at=more.get("occurred_at"), paid_with_points=Decimal(paid))
    asked = EarningPreview(basket, card_number=card, withdraw_points=Decimal(points or "0"))

    def forecast() -> Any:
        told = world.preview(world.caller, asked)
        return told.earning.points, told.status, told.remarks, (told.member and told.member.customer_number) or ""

    def booked() -> Any:
        withdrawals = (Withdrawal(Decimal(points), Decimal(paid)),) if points else ()
        sold = (TicketLine(lines[0]),)
        told = world.send(receipt, sold=sold, total=Decimal(amount), withdrawals=withdrawals, card_number=card, **more)
        return told.earned, told.status, told.remarks, told.customer_number

    expected = _answer(forecast)
    assert books(world) == before
    assert _answer(booked) == expected
    return expected


def _answer(ask: Callable[[], Any]) -> Any:
    try:
        return ask()
    except LoyaltyError as error:
        return type(error)


def test_the_days_cap_and_the_limits_of_earning_too_fast_are_told_beforehand(world: TicketWorld) -> None:
    world.set_rules(RULES)
    assert alike(world, "R-1", "70.00")[0] == 70
    capped = alike(world, "R-2", "70.00")
    assert capped[0] == 30
    points, status, remarks, _ = alike(world, "R-3", "1.00", occurred_at=world.clock.now() - timedelta(days=1))
    assert (points, status.value, remarks) == (1, "booked", ())
    assert alike(world, "R-4", "5.00", card_number=OTHER_CARD)[0] == 5
    world.clock.advance(hours=25)
    assert [alike(world, f"F-{place}", "1.00")[0] for place in range(2)] == [1, 1]
    points, status, remarks, customer = alike(world, "F-3", "1.00")
    assert (points, status.value, customer) == (0, "review", "101")
    assert "3 tickets within an hour, and 2 is the limit" in remarks[0]
    world.clock.advance(hours=1)
    assert alike(world, "F-4", "1.00")[0] == 1


def test_whether_the_account_covers_what_points_are_to_pay_is_told_beforehand(world: TicketWorld) -> None:
    world.set_rules(ONE_PER_POUND)
    assert alike(world, "W-1", "10.00", points="1", paid="1.00") is WithdrawalNotCovered
    assert alike(world, "E-1", "100.00")[0] == 100
    # They wait, so they pay for nothing; when their time has come they do, entered or not.
    assert alike(world, "W-2", "10.00", points="100", paid="1.00") is WithdrawalNotCovered
    if world.records is None:
        return
    world.clock.advance(days=30)
    assert alike(world, "W-3", "10.00", points="101", paid="1.00") is WithdrawalNotCovered
    assert alike(world, "W-4", "10.00", points="60", paid="1.00")[0] == 9
    assert alike(world, "W-5", "10.00", points="41", paid="1.00") is WithdrawalNotCovered


def test_points_that_have_expired_pay_for_nothing(world: TicketWorld) -> None:
    if world.records is None:
        return
    world.set_rules(EXPIRING)
    programme = DatabaseProgrammes(world.records.reader).by_id(CLUB.id)
    assert programme
    world.caller = replace(world.caller, programme=programme)
    world.send("E-1", "100.00")
    assert world.preview(world.caller, paying("100")).earning.points == 9
    world.clock.advance(days=40)
    assert alike(world, "W-1", "10.00", points="1", paid="1.00") is WithdrawalNotCovered


def paying(points: str) -> EarningPreview:
    """A basket of 10.00, of which points pay 1.00."""
    basket = BasketDraft((BasketLine("I0", Decimal(10)),), paid_with_points=Decimal(1))
    return EarningPreview(basket, card_number=CARD, withdraw_points=Decimal(points))


def test_a_blocked_account_earns_nothing_and_pays_for_nothing(world: TicketWorld) -> None:
    assert alike(world, "B-1", "10.00")[0] == 10
    world.block("L-1")
    points, status, remarks, customer = alike(world, "B-2", "10.00")
    assert (points, status.value, customer) == (0, "booked", "")
    assert "is blocked" in remarks[0]
    assert alike(world, "B-3", "10.00", points="1", paid="1.00") is AccountBlocked


def test_nobody_pays_with_points_and_what_is_no_number_of_points_is_refused(world: TicketWorld) -> None:
    asked = paying("1")
    nobody = EarningPreview(asked.basket, withdraw_points=Decimal(1))
    with pytest.raises(NoAccount):
        world.preview(world.caller, nobody)
    assert world.preview(world.caller, EarningPreview(asked.basket)).earning.points == 9
    for wrong in ("-1", "0.5"):
        with pytest.raises(LoyaltyError, match="withdrawPoints"):
            world.preview(world.caller, paying(wrong))
