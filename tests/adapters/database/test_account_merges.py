"""Accounts that are merged, and the tills that go on with them; on the fake, SQLite and PostgreSQL."""

from datetime import timedelta
from typing import Any

import pytest

from adapters.database.reading import Reader
from domain.accounts import merging
from domain.accounts.outcome import Outcome
from domain.errors import IdempotencyMismatch, InvalidInput
from domain.refusals import (
    AmountExceedsOriginal,
    BalanceLimitExceeded,
    HoldAlreadyResolved,
    HoldExpired,
    OriginalAmbiguous,
)
from tests.adapters.database.conftest import World
from tests.builders import START, figures

DEPOSIT = "customerDepositAccount"


@pytest.fixture
def pair(world: World) -> World:
    """Account 100 with 70 points and account 200 with 5, each earned under the name of its number."""
    for number, amount in (("100", "70"), ("200", "5")):
        world.account(number)
        world.till(account=number).send(f"earn {number}", amount)
    return world


def test_all_that_one_has_is_on_the_other_and_its_number_goes_on(pair: World) -> None:
    receipt = pair.merge("100", "200")
    assert (receipt.number, receipt.into, receipt.moved, receipt.balance) == ("100", "200", 70_0000, 75_0000)
    reply = pair.till(account="100").send("new", "-3")
    assert (reply.account_number, figures(reply)) == ("200", (72, 0, 72))
    assert figures(pair.till(account="200").send("newer", "1")) == (73, 0, 73)


def test_the_same_merge_again_is_the_first_and_another_is_refused(pair: World) -> None:
    pair.account("300")
    first = pair.merge("100", "200")
    pair.till(account="200").send("between", "8")
    again = pair.merge("100", "200")
    assert again.replayed
    assert (again.moved, again.balance, again.movement_id) == (first.moved, first.balance, first.movement_id)
    with pytest.raises(InvalidInput, match=r"was merged into 200 before\. Nothing has moved"):
        pair.merge("100", "300")
    assert figures(pair.till(account="200").send("after", "0")) == (83, 0, 83)


def test_a_balance_below_zero_goes_along(world: World) -> None:
    world.account("100", floor=-100_0000)
    world.account("200")
    world.till(account="100").send("1", "-30")
    world.till(account="200").send("1", "10")
    assert world.merge("100", "200").balance == -20_0000
    assert figures(world.till(account="100").send("2", "50")) == (30, 0, 30)


def test_an_empty_account_is_merged_as_well(world: World) -> None:
    world.account("100")
    world.account("200")
    assert world.merge("100", "200").moved == 0
    assert world.merge("100", "200").replayed
    assert world.till(account="100").send("1", "5").account_number == "200"


def test_what_was_sent_before_the_merge_is_answered_as_it_was(pair: World) -> None:
    till = pair.till(account="100")
    first, keyed = till.send("lost", "4"), till.send("", "6", idempotency_key="k")
    both = till.send("named", "2", idempotency_key="n")
    refused = till.send("too much", "-500")
    pair.merge("100", "200")
    balance = figures(till.send("look", "0"))
    for number in ("100", "200"):
        other = pair.till(account=number)
        for again, before in (
            (other.send("lost", "4"), first),
            (other.send("", "6", idempotency_key="k"), keyed),
            (other.send("named", "2", idempotency_key="n"), both),
            (other.send("too much", "-500"), refused),
            (other.send("lost", "4", idempotency_key="added"), first),
        ):
            assert again.replayed
            assert (again.outcome, again.figures, again.movement_id, again.account_number) == (
                before.outcome,
                before.figures,
                before.movement_id,
                before.account_number,
            )
        with pytest.raises(IdempotencyMismatch):
            other.send("lost", "5")
    assert figures(till.send("look again", "0")) == balance == (87, 0, 87)


def test_what_was_sent_to_the_one_that_stays_is_known_by_either_number(pair: World) -> None:
    first = pair.till(account="200").send("lost", "4")
    pair.merge("100", "200")
    again = pair.till(account="100").send("lost", "4")
    assert (again.replayed, again.movement_id) == (True, first.movement_id)


def test_one_transaction_that_moved_both_is_known_for_each(pair: World) -> None:
    given, taken = (pair.till(account=number).send("both", amount) for number, amount in (("100", "7"), ("200", "9")))
    pair.merge("100", "200")
    for number, amount, first in (("100", "7", given), ("200", "9", taken)):
        assert pair.till(account=number).send("both", amount).movement_id == first.movement_id
    # Each is taken back by the number that it was sent with.
    for number, left in (("100", 91 - 7), ("200", 91 - 7 - 9)):
        back = pair.till(account=number).send(f"back {number}", None, original_transaction_id="both")
        assert figures(back)[0] == left


@pytest.mark.parametrize("number", ["100", "200"])
def test_a_reversal_after_the_merge_takes_back_once_what_was_left(pair: World, number: str) -> None:
    pair.till(account="100").send("part", "-20", original_transaction_id="earn 100")
    pair.merge("100", "200")
    till = pair.till(account=number)
    assert isinstance(till.send("too much", "-51", original_transaction_id="earn 100").error, AmountExceedsOriginal)
    assert figures(till.send("some", "-30", original_transaction_id="earn 100")) == (25, 0, 25)
    assert figures(till.cancel("earn 100")) == (5, 0, 5)
    assert till.cancel("earn 100").replayed
    assert isinstance(till.send("more", "-1", original_transaction_id="earn 100").error, AmountExceedsOriginal)


def test_a_reversal_before_the_merge_is_not_done_again_after_it(pair: World) -> None:
    back = pair.till(account="100").cancel("earn 100")
    pair.merge("100", "200")
    again = pair.till(account="200").cancel("earn 100")
    assert (again.replayed, again.movement_id) == (True, back.movement_id)


def test_holds_are_ended_first_and_stay_ended(pair: World) -> None:
    till = pair.till(account="100")
    till.hold("open", "-10")
    with pytest.raises(InvalidInput, match="has 1 open holds: complete or cancel them"):
        pair.merge("100", "200", till.clock)
    done = till.send("open", "-8")
    till.hold("gone", "-10")
    till.cancel("gone")
    till.hold("lapsed", "-10", expires_at=START + timedelta(hours=1))
    till.clock.advance(hours=2)
    assert pair.merge("100", "200", till.clock).moved == 62_0000
    for number in ("100", "200"):
        other = pair.till(account=number)
        other.clock.moment = START
        assert other.send("open", "-8").movement_id == done.movement_id
        assert isinstance(other.send("open", "-9", reference_id="r").error, HoldAlreadyResolved)
        assert isinstance(other.send("gone", "-1").error, HoldAlreadyResolved)
        # By the clock of a till's message, the hold has not run out yet: it is over all the same.
        assert isinstance(other.send("lapsed", "-10").error, HoldExpired)
        assert isinstance(other.cancel("lapsed").error, HoldExpired)


def test_the_one_that_stays_keeps_its_holds(pair: World) -> None:
    till = pair.till(account="200")
    till.hold("open", "-5")
    pair.merge("100", "200")
    assert figures(till.send("look", "0")) == (75, 5, 70)
    assert figures(pair.till(account="100").send("open", "-5")) == (70, 0, 70)


def test_merged_accounts_are_pointed_on(pair: World) -> None:
    pair.account("300")
    pair.account("400")
    first = pair.till(account="100").send("lost", "1")
    pair.merge("100", "200")
    middle = pair.till(account="100").send("middle", "1")
    pair.merge("200", "300")
    pair.merge("300", "400")
    for number in ("100", "200", "300", "400"):
        till = pair.till(account=number)
        assert till.send("lost", "1").movement_id == first.movement_id
        assert till.send("middle", "1").movement_id == middle.movement_id
        assert till.send("once", "10").account_number == "400"
    assert figures(pair.till(account="400").cancel("lost")) == (86, 0, 86)
    assert pair.merge("100", "200").replayed
    assert pair.merge("200", "300").replayed
    with pytest.raises(InvalidInput, match="was merged into 200 before"):
        pair.merge("100", "400")


def test_two_accounts_merged_into_one_are_known_apart(pair: World) -> None:
    pair.account("300")
    first, second = (pair.till(account=number).send("both", "3") for number in ("100", "200"))
    for number in ("100", "200"):
        pair.merge(number, "300")
    for number, before in (("100", first), ("200", second)):
        assert pair.till(account=number).send("both", "3").movement_id == before.movement_id
    error = pair.till(account="300").send("back", None, original_transaction_id="both").error
    assert isinstance(error, OriginalAmbiguous)


WRONG: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"status": "CLOSED"}, {}, "100 is closed"),
    ({"status": "BLOCKED"}, {}, "100 is blocked: unblock it first"),
    ({}, {"status": "CLOSED"}, "200 is closed"),
    ({}, {"status": "BLOCKED"}, "200 is blocked: unblock it first"),
    ({"currency": "EUR"}, {}, "has currency EUR, 200 has GBP"),
    ({"unit": "money"}, {}, "has unit money, 200 has points"),
    ({"precision": 2}, {}, "has precision 2, 200 has 0"),
    ({"account_type": DEPOSIT}, {}, "no account|no such account"),
    ({}, {"account_type": DEPOSIT}, "no account|no such account"),
]


@pytest.mark.parametrize(("one", "other", "sentence"), WRONG)
def test_accounts_that_are_not_alike_or_not_open_are_not_merged(
    world: World, one: dict[str, Any], other: dict[str, Any], sentence: str
) -> None:
    world.account("100", **one)
    world.account("200", **other)
    with pytest.raises(InvalidInput, match=sentence):
        world.merge("100", "200")


def test_nothing_is_merged_into_itself_into_what_went_or_past_the_limit(pair: World) -> None:
    with pytest.raises(InvalidInput, match="Both are the same account"):
        pair.merge("100", "100")
    pair.account("300")
    pair.account("400")
    pair.merge("100", "200")
    with pytest.raises(InvalidInput, match="100 was itself merged into another"):
        pair.merge("300", "100")
    for number in ("300", "400"):
        assert pair.till(account=number).send("much", "60000000000000").outcome is Outcome.SUCCESS
    with pytest.raises(BalanceLimitExceeded):
        pair.merge("300", "400")
    assert pair.till(account="300").send("still here", "1").account_number == "300"


def test_no_more_are_merged_into_one_than_can_be_asked_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "FAMILY_LIMIT", 3)
    for number in "12345":
        world.account(number)
    for number, into in (("1", "2"), ("2", "3"), ("4", "3")):
        world.merge(number, into)
    with pytest.raises(InvalidInput, match="At most 3 accounts are merged into one"):
        world.merge("5", "3")
    with pytest.raises(InvalidInput, match="At most 3 accounts are merged into one"):
        world.merge("3", "5")


def test_movements_name_each_other(database_world: World) -> None:
    database_world.account("100")
    database_world.account("200")
    database_world.till(account="100").send("1", "70")
    database_world.merge("100", "200")
    assert database_world.store
    rows = Reader(database_world.store).rows(
        "SELECT id, original_id, moved, reference_id, reason, operator FROM movement WHERE kind = 'merge' ORDER BY id"
    )
    (given, *one), (_, *other) = rows
    assert one == [None, -70_0000, "200", "two cards", "anne"]
    assert other == [given, 70_0000, "100", "two cards", "anne"]
    accounts = Reader(database_world.store).rows(
        "SELECT status, balance, merged_into_id, merged_accounts FROM account ORDER BY id"
    )
    assert [tuple(row) for row in accounts] == [("CLOSED", 0, 2, None), ("ACTIVE", 70_0000, None, 1)]
