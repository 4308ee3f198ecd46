"""What every ledger promises about holds and reversals."""

from datetime import timedelta

import pytest

from domain import refusals
from domain.accounts.outcome import Outcome
from domain.identity.caller import Caller
from tests.adapters.database.conftest import World
from tests.builders import START, Till, figures, programme


@pytest.fixture
def till(world: World) -> Till:
    """A till at an account with a balance of 100."""
    world.account()
    till = world.till()
    till.send("opening", "100")
    return till


def test_a_hold_reserves_and_its_completion_moves(till: Till) -> None:
    assert figures(till.hold("1", "-60")) == (100, 60, 40)
    assert type(till.send("2", "-41").error) is refusals.InsufficientFunds
    assert figures(till.send("1", "-60")) == (40, 0, 40)


def test_a_smaller_completion_releases_the_rest(till: Till) -> None:
    till.hold("1", "-60")
    assert figures(till.send("1", "-25")) == (75, 0, 75)


def test_a_completion_without_amount_takes_all_and_only_once(till: Till) -> None:
    till.hold("1", "-60")
    assert figures(till.send("1", None)) == (40, 0, 40)
    assert till.send("1", None).replayed
    assert type(till.send("1", "-60").error) is refusals.HoldAlreadyResolved
    assert type(till.cancel("1").error) is refusals.HoldAlreadyResolved


def test_a_hold_may_be_completed_under_another_transaction_and_device(till: Till) -> None:
    till.hold("1", "-60")
    other = {"original_transaction_id": "1", "original_device": till.device, "device": "pos2@0001.enactor"}
    assert figures(till.send("9", "-60", **other)) == (40, 0, 40)
    assert type(till.send("10", "-60", **other).error) is refusals.HoldAlreadyResolved


def test_more_than_was_held_is_refused_and_the_hold_stays(till: Till) -> None:
    till.hold("1", "-60")
    assert type(till.send("1", "-61").error) is refusals.AmountExceedsHold
    assert figures(till.send("2", "0")) == (100, 60, 40)


def test_a_cancelled_hold_reserves_nothing_and_can_not_be_completed(till: Till) -> None:
    till.hold("1", "-60")
    assert figures(till.cancel("1", "-60")) == (100, 0, 100)
    assert till.cancel("1", "-60").replayed
    assert type(till.send("1", "-60").error) is refusals.HoldAlreadyResolved


def test_holds_can_not_promise_more_than_is_available(till: Till) -> None:
    granted = [till.hold(str(number), "-30").outcome for number in range(6)]
    assert granted.count(Outcome.SUCCESS) == 3


def test_an_expired_hold_counts_for_nothing_though_nobody_released_it(till: Till) -> None:
    till.hold("1", "-60", expires_at=START + timedelta(minutes=10))
    till.clock.advance(minutes=10)
    assert figures(till.send("2", "-90")) == (10, 0, 10)
    assert type(till.send("1", "-60").error) is refusals.HoldExpired


def test_a_hold_lasts_fifteen_days_unless_it_says_otherwise(till: Till) -> None:
    assert till.hold("1", "-60").expires_at == START + timedelta(days=15)
    till.clock.advance(days=14, hours=23)
    assert figures(till.send("2", "0")) == (100, 60, 40)


def test_a_hold_that_has_expired_before_it_arrives_is_refused(till: Till) -> None:
    assert type(till.hold("1", "-60", expires_at=START - timedelta(days=1)).error) is refusals.HoldExpired


def test_expected_credit_is_in_no_figure_until_it_is_completed(till: Till) -> None:
    assert figures(till.hold("1", "40")) == (100, 0, 100)
    assert figures(till.send("1", "40")) == (140, 0, 140)


def test_a_sale_beside_a_hold_of_its_own_transaction_is_a_sale(till: Till) -> None:
    till.hold("1", "-60")
    assert figures(till.send("1", "8")) == (108, 60, 48)


def test_a_reversal_takes_back_what_is_left_and_never_more(till: Till) -> None:
    till.send("1", "-50")
    back = {"original_transaction_id": "1"}
    assert figures(till.send("2", "20", **back)) == (70, 0, 70)
    assert type(till.send("3", "31", **back).error) is refusals.AmountExceedsOriginal
    assert figures(till.send("4", None, **back)) == (100, 0, 100)
    assert type(till.send("5", None, **back).error) is refusals.AmountExceedsOriginal


def test_a_reversal_has_the_opposite_sign(till: Till) -> None:
    till.send("1", "-50")
    assert type(till.send("2", "-20", original_transaction_id="1").error) is refusals.ReversalSignInvalid


def test_a_cancelled_sale_is_taken_back_whole(till: Till) -> None:
    till.send("1", "-50")
    assert figures(till.cancel("1", "-50")) == (100, 0, 100)
    assert till.cancel("1", "-50").replayed


def test_a_completed_hold_can_be_reversed(till: Till) -> None:
    till.hold("1", "-60")
    till.send("1", "-60")
    assert figures(till.send("2", "60", original_transaction_id="1")) == (100, 0, 100)
    assert type(till.send("3", None, original_transaction_id="1").error) is refusals.AmountExceedsOriginal


@pytest.mark.parametrize(("allowed", "balance"), [(True, -40), (False, 0)])
def test_a_reversal_may_pass_the_floor_only_where_the_programme_says_so(
    world: World, allowed: bool, balance: int
) -> None:
    world.account("200")
    till = world.till(account="200", caller=Caller(programme(reversal_may_pass_floor=allowed), 1, "till-1"))
    till.send("1", "40")
    till.send("2", "-40")
    assert figures(till.send("3", None, original_transaction_id="1"))[0] == balance


def test_an_unknown_original_is_refused_and_moves_nothing(till: Till) -> None:
    for reply in (till.send("2", "5", original_transaction_id="nine"), till.cancel("3")):
        assert type(reply.error) is refusals.OriginalNotFound
        assert figures(reply) == (100, 0, 100)


def test_an_original_of_two_movements_needs_a_reference(till: Till) -> None:
    till.send("1", "-10", reference_id="a")
    till.send("1", "-20", reference_id="b")
    assert type(till.send("2", None, original_transaction_id="1").error) is refusals.OriginalAmbiguous
    assert figures(till.send("3", None, original_transaction_id="1", reference_id="b")) == (90, 0, 90)


def test_each_hold_of_a_transaction_is_resolved_by_its_reference(till: Till) -> None:
    till.hold("1", "-10", reference_id="a")
    till.hold("1", "-20", reference_id="b")
    assert figures(till.send("1", "-10", reference_id="a")) == (90, 20, 70)
    assert figures(till.cancel("1", reference_id="b")) == (90, 0, 90)
