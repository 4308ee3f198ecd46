"""Points that pay for tickets: moved once, given back once, refused as a whole; on the fake, SQLite and PostgreSQL."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from domain.errors import IdempotencyMismatch, InvalidInput
from domain.programmes.programme import LateOverspend
from domain.purchases.ticket import ReturnedLine, Withdrawal
from domain.purchases.ticket_books import TicketReceipt
from domain.purchases.ticket_form import OriginalDraft
from domain.refusals import AccountBlocked, NoAccount, TicketNotFound
from domain.ticket_refusals import WithdrawalNotCovered
from tests.adapters.database.records import CLUB
from tests.adapters.database.ticket_world import TODAY, TicketWorld, ticket_world

AT_ONCE = '{"earn": [{"name": "base", "points": 1, "perAmount": 1}]}'


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def world(request: pytest.FixtureRequest) -> Iterator[TicketWorld]:
    """Amelia has 100 points that she may spend, from a purchase by rules that let nothing wait."""
    is_fake = request.param == "fake"
    with ticket_world("" if is_fake else str(request.getfixturevalue(f"migrated_{request.param}_url"))) as opened:
        opened.set_rules(AT_ONCE)
        opened.send("R-0", "100.00")
        yield opened


def paid(points: str, amount: str, transaction_id: str = "") -> dict[str, Any]:
    return {"withdrawals": (Withdrawal(Decimal(points), Decimal(amount), transaction_id),)}


def told(receipt: TicketReceipt) -> list[int]:
    """Earned, taken back, withdrawn, given back."""
    return [int(each) for each in (receipt.earned, receipt.taken_back, receipt.withdrawn, receipt.given_back)]


def test_a_ticket_spends_points_once_and_earns_on_what_they_did_not_pay(world: TicketWorld) -> None:
    receipt = world.send("R-1", "12.00", "8.00", **paid("50", "5.00"))
    assert told(receipt) == [15, 0, 50, 0]
    assert receipt.remarks == ("5.00 GBP paid with points earns nothing.",)
    assert receipt.spendable == 65
    again = world.send("R-1", "12.00", "8.00", **paid("50", "5.00"))
    assert (again.is_replay, told(again)) == (True, [15, 0, 50, 0])
    assert world.balances() == [65, 0, 115, 0]


def test_what_points_pay_earns_where_the_rules_say_so(world: TicketWorld) -> None:
    world.set_rules(AT_ONCE[:-1] + ', "earnOnWithdrawals": true}')
    receipt = world.send("R-1", "20.00", **paid("50", "5.00"))
    assert (told(receipt), receipt.remarks) == ([20, 0, 50, 0], ())


def test_a_ticket_that_is_not_covered_is_refused_as_a_whole(world: TicketWorld) -> None:
    for amounts, more in ((("20.00",), paid("101", "5.00")), (("500.00",), paid("300", "5.00"))):
        with pytest.raises(WithdrawalNotCovered):
            world.send("R-1", *amounts, **more)
    with pytest.raises(TicketNotFound):
        world.give_back("B-1", "R-1")
    assert world.balances() == [100, 0, 100, 0]
    assert told(world.send("R-1", "20.00")) == [20, 0, 0, 0]


def test_points_of_nobody_or_of_a_blocked_account_pay_for_nothing(world: TicketWorld) -> None:
    for card in ("", "63359999"):
        with pytest.raises(NoAccount):
            world.send("R-1", "20.00", card_number=card, **paid("5", "5.00"))
    world.block("L-1")
    with pytest.raises(AccountBlocked):
        world.send("R-1", "20.00", **paid("5", "5.00"))
    assert world.balances() == [100, 0, 100, 0]


@pytest.mark.parametrize(
    ("points", "amount"), [("0", "5"), ("-5", "5"), ("1.5", "5"), ("5", "-1"), ("5", "0.001"), ("5", "20.01")]
)
def test_a_withdrawal_that_says_nonsense_moves_nothing(world: TicketWorld, points: str, amount: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        world.send("R-1", "20.00", **paid(points, amount))
    assert caught.value.field == "withdrawals"
    with pytest.raises(InvalidInput, match="lines that are sold"):
        world.give_back("B-1", "R-0", **paid("5", "5.00"))
    assert world.balances() == [100, 0, 100, 0]


def test_a_return_gives_back_the_share_of_its_line_and_a_cancellation_the_rest_once(world: TicketWorld) -> None:
    world.send("R-1", "90.00", "45.00", **paid("10", "10.00"))
    assert world.balances() == [215, 0, 225, 0]
    first = world.give_back("B-1", "R-1", (2, "1"))
    assert told(first) == [0, 42, 0, 3]
    assert told(world.give_back("B-1", "R-1", (2, "1"))) == [0, 42, 0, 3]
    assert told(world.give_back("B-2", "R-1")) == [0, 83, 0, 7]
    assert told(world.give_back("B-3", "R-1")) == [0, 0, 0, 0]
    assert world.balances() == [100, 0, 100, 0]


def test_pieces_of_a_line_give_back_what_adds_up(world: TicketWorld) -> None:
    world.send("R-1", "30.00", quantity="3", **paid("10", "10.00"))
    given = [told(world.give_back(f"B-{step}", "R-1", (1, "1")))[3] for step in range(3)]
    assert given == [3, 3, 4]
    assert world.balances() == [100, 0, 100, 0]


def test_an_exchange_may_be_paid_with_what_it_gives_back(world: TicketWorld) -> None:
    world.send("R-1", "20.00", **paid("100", "20.00"))
    assert world.balances() == [0, 0, 100, 0]
    back = {"returned": (ReturnedLine(1, Decimal(1), Decimal(20)),), "original": OriginalDraft("R-1", TODAY)}
    exchange = world.send("R-2", "20.00", **back, **paid("100", "20.00"))
    assert told(exchange) == [0, 0, 100, 100]
    assert world.balances() == [0, 0, 100, 0]


@pytest.mark.parametrize(
    ("rule", "withdrawn"), [(LateOverspend.REFUSE, None), (LateOverspend.ALLOW, 130), (LateOverspend.CAP, 100)]
)
def test_a_late_ticket_overspends_as_the_programme_says(
    world: TicketWorld, rule: LateOverspend, withdrawn: int | None
) -> None:
    then = world.clock.now()
    world.clock.advance(hours=2)
    world = world.other_till(programme=replace(CLUB, rules=replace(CLUB.rules, late_overspend=rule)))
    with pytest.raises(WithdrawalNotCovered):
        world.send("R-1", "10.00", **paid("130", "10.00"))
    if withdrawn is None:
        with pytest.raises(WithdrawalNotCovered):
            world.send("R-2", "10.00", occurred_at=then, **paid("130", "10.00"))
        return
    assert told(world.send("R-2", "10.00", occurred_at=then, **paid("130", "10.00")))[2] == withdrawn
    assert world.balances()[0] == 100 - withdrawn
    assert told(world.give_back("B-1", "R-2"))[3] == withdrawn
    assert world.balances() == [100, 0, 100, 0]


def test_the_same_receipt_paid_otherwise_is_another(world: TicketWorld) -> None:
    world.send("R-1", "20.00", **paid("50", "5.00"))
    for more in (paid("51", "5.00"), paid("50", "6.00"), {}):
        with pytest.raises(IdempotencyMismatch):
            world.send("R-1", "20.00", **more)
    assert world.balances()[0] == 65
