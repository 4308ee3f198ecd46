"""What every ledger promises about one-step updates: the fake, SQLite and PostgreSQL alike."""

from datetime import timedelta

import pytest

from domain import refusals
from domain.accounts.outcome import Outcome
from domain.errors import IdempotencyMismatch, InvalidInput, KeyMissing, TimeInFuture, TransactionIdReused
from domain.identity.caller import Caller
from domain.identity.origin import Origin
from domain.programmes.programme import LateOverspend
from tests.adapters.database.conftest import World
from tests.builders import START, Till, figures, programme


@pytest.fixture
def till(world: World) -> Till:
    world.account()
    return world.till()


def test_an_update_moves_the_balance_and_says_so(till: Till) -> None:
    assert figures(till.send("1", "88")) == (88, 0, 88)
    reply = till.send("2", "-8")
    assert (reply.outcome, figures(reply), reply.moved) == (Outcome.SUCCESS, (80, 0, 80), -80_000)


def test_a_resend_gets_the_first_answer_with_its_own_figures(till: Till) -> None:
    first = till.send("1", "88")
    till.send("2", "10")
    again = till.send("1", "88")
    assert (again.replayed, first.replayed, figures(again)) == (True, False, (88, 0, 88))
    assert again.movement_id == first.movement_id
    assert figures(till.send("3", "0")) == (98, 0, 98)


@pytest.mark.parametrize(
    ("field", "amount", "change"),
    [
        ("updateAmount", "89", {}),
        ("currencyId", "88", {"currency": "EUR"}),
        ("originalTransactionId", "88", {"original_transaction_id": "77"}),
    ],
)
def test_the_same_key_with_other_content_is_refused_by_field(
    till: Till, field: str, amount: str, change: dict[str, str]
) -> None:
    till.send("1", "88", reference_id="r")
    with pytest.raises(IdempotencyMismatch) as refused:
        till.send("1", amount, reference_id="r", **change)
    assert refused.value.field == field
    assert figures(till.send("2", "0")) == (88, 0, 88)


def test_one_transaction_may_move_both_ways_or_by_reference(till: Till) -> None:
    till.send("1", "100")
    assert figures(till.send("1", "-30")) == (70, 0, 70)
    assert figures(till.send("1", "5", reference_id="a")) == (75, 0, 75)
    assert figures(till.send("1", "5", reference_id="b")) == (80, 0, 80)


def test_a_second_key_for_a_known_update_is_its_duplicate(till: Till) -> None:
    first = till.send("1", "88")
    second = till.send("1", "88", idempotency_key="k")
    assert (second.replayed, second.duplicate_of) == (True, str(first.movement_id))
    third = till.send("1", "88", idempotency_key="k")
    assert (third.replayed, third.duplicate_of, figures(third)) == (True, "", (88, 0, 88))


def test_an_explicit_key_never_stands_for_another_transaction(till: Till) -> None:
    till.send("1", "88", idempotency_key="k")
    with pytest.raises(IdempotencyMismatch) as refused:
        till.send("2", "88", idempotency_key="k")
    assert refused.value.field == "transactionId"
    till.send("3", "88", idempotency_key="other")
    with pytest.raises(IdempotencyMismatch) as refused:
        till.send("3", "88", idempotency_key="k")
    assert refused.value.field == "idempotencyKey"


def test_an_explicit_key_never_stands_for_another_account(world: World, till: Till) -> None:
    world.account("200")
    till.send("1", "88", idempotency_key="k")
    with pytest.raises(IdempotencyMismatch):
        till.send("1", "88", idempotency_key="k", account_id="200")
    assert figures(till.send("9", "0", account_id="200")) == (0, 0, 0)


def test_an_explicit_key_is_enough_without_a_transaction_id(till: Till) -> None:
    assert figures(till.send("", "88", idempotency_key="k")) == (88, 0, 88)
    assert till.send("", "88", idempotency_key="k").replayed
    with pytest.raises(KeyMissing):
        till.send("", "88")


def test_a_refusal_stays_the_answer_for_its_key(till: Till) -> None:
    refused = till.send("1", "-5")
    assert (refused.outcome, type(refused.error)) == (Outcome.FAIL, refusals.InsufficientFunds)
    till.send("2", "50")
    again = till.send("1", "-5")
    assert (type(again.error), again.replayed, figures(again)) == (refusals.InsufficientFunds, True, (0, 0, 0))
    assert figures(till.send("3", "-5")) == (45, 0, 45)


def test_unknown_accounts_and_types_record_nothing(world: World, till: Till) -> None:
    assert till.send("1", "5", account_id="201").outcome is Outcome.NO_ACCOUNT
    assert till.send("1", "5", account_type="shoe").outcome is Outcome.UNKNOWN_ACCOUNT_TYPE
    world.account("201")
    assert figures(till.send("1", "5", account_id="201")) == (5, 0, 5)


def test_another_programme_has_no_such_account(till: Till) -> None:
    till.caller = Caller(type(programme())(2, "OTHER", "Other"), 2, "till-2")
    assert till.send("1", "5").outcome is Outcome.NO_ACCOUNT


def test_the_same_id_days_later_is_a_counter_that_restarted(till: Till) -> None:
    till.send("1", "88", occurred_at=START)
    with pytest.raises(TransactionIdReused):
        till.send("1", "88", occurred_at=START - timedelta(hours=25))
    till.clock.advance(days=90)
    assert till.send("1", "88", occurred_at=START).replayed, "a resend keeps its time and is a replay at any age"


def test_a_clock_far_ahead_is_refused(till: Till) -> None:
    with pytest.raises(TimeInFuture):
        till.send("1", "88", occurred_at=START + timedelta(hours=25))


def test_a_naive_time_is_read_in_the_sites_zone(till: Till) -> None:
    till.send("1", "88", occurred_at=START.replace(tzinfo=None))
    assert till.send("1", "88", occurred_at=START).replayed


@pytest.mark.parametrize(("amount", "precision"), [("0.5", 0), ("0.0001", 2)])
def test_more_places_than_the_account_keeps_are_refused(world: World, amount: str, precision: int) -> None:
    world.account(precision=precision)
    with pytest.raises(InvalidInput):
        world.till().send("1", amount)


def test_money_travels_in_the_smallest_unit(world: World) -> None:
    world.account("500", account_type="customerDepositAccount", unit="money", precision=2)
    reply = world.till(account="500").send("1", "1240", account_type="CustomerDepositAccount")
    assert reply.figures
    assert reply.moved == 124_000
    assert str(reply.figures.wire_balance) == "1240"


def test_credit_and_floor_widen_what_may_be_spent(world: World) -> None:
    world.account("credit", credit_limit=50_0000)
    world.account("floor", floor=-20_0000)
    till = world.till()
    assert figures(till.send("1", "-50", account_id="credit")) == (-50, 0, 0)
    assert till.send("2", "-1", account_id="credit").outcome is Outcome.FAIL
    assert figures(till.send("1", "-20", account_id="floor")) == (-20, 0, -20)
    assert till.send("2", "-1", account_id="floor").outcome is Outcome.FAIL


@pytest.mark.parametrize(
    ("status", "error"), [("BLOCKED", refusals.AccountBlocked), ("CLOSED", refusals.AccountClosed)]
)
def test_blocked_and_closed_accounts_do_not_move(
    world: World, status: str, error: type[refusals.RecordedRefusal]
) -> None:
    world.account(status=status)
    assert type(world.till().send("1", "5").error) is error


@pytest.mark.parametrize(
    ("policy", "moved", "outcome"),
    [
        (LateOverspend.REFUSE, 0, Outcome.FAIL),
        (LateOverspend.ALLOW, -30_0000, Outcome.SUCCESS),
        (LateOverspend.CAP, -10_0000, Outcome.SUCCESS),
    ],
)
def test_a_late_overspend_is_the_programmes_choice(
    world: World, policy: LateOverspend, moved: int, outcome: Outcome
) -> None:
    world.account()
    till = world.till(caller=Caller(programme(late_overspend=policy), 1, "till-1"))
    till.send("1", "10")
    late = till.send("2", "-30", occurred_at=START - timedelta(hours=2))
    assert (late.moved, late.outcome) == (moved, outcome)
    assert till.send("3", "-3000", occurred_at=START).outcome is Outcome.FAIL, "a sale of now is never late"


def test_a_balance_never_leaves_the_ledgers_range(till: Till) -> None:
    till.send("1", "99999999999999")
    reply = till.send("2", "1")
    assert type(reply.error) is refusals.BalanceLimitExceeded
    assert figures(reply)[0] == 99999999999999


def test_a_device_from_the_header_makes_the_same_key_as_one_in_the_message(till: Till) -> None:
    till.send("1", "88")
    header = {"message_origin": Origin(), "header_origin": Origin(device=till.device)}
    assert till.send("1", "88", **header).replayed
