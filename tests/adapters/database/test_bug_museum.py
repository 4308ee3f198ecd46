"""Bugs that other loyalty systems and ledgers have had, each shown not to be ours.

The names in brackets are the projects' issue numbers.
"""

from collections.abc import Callable

import pytest

from domain.accounts.outcome import Outcome
from domain.accounts.update_command import UpdateReply
from tests.adapters.database.conftest import World
from tests.builders import Till, figures


@pytest.fixture
def till(world: World) -> Till:
    """A till at an account with a balance of 5000."""
    world.account()
    till = world.till()
    till.send("opening", "5000")
    return till


def test_a_receipt_that_is_synchronised_again_doubles_nothing(till: Till) -> None:
    """OCA/pos #185: an offline order was sent again after the network came back, and its points were given twice."""
    for key in ("", "", "k1", "k2", ""):
        assert figures(till.send("1", "50", idempotency_key=key)) == (5050, 0, 5050)


def test_a_retry_with_a_new_key_is_told_whose_duplicate_it_is(till: Till) -> None:
    """Toast: a till that had no answer sent the same accrual under a new identifier."""
    first = till.send("1", "50", idempotency_key="first try")
    second = till.send("1", "50", idempotency_key="second try")
    assert (second.replayed, second.duplicate_of) == (True, str(first.movement_id))


def test_a_second_refund_is_refused_and_moves_nothing(till: Till) -> None:
    """Blnk #374: the second refund of a payment answered 409 and paid all the same."""
    till.send("1", "-500")
    till.send("2", "500", original_transaction_id="1")
    again = till.send("3", "500", original_transaction_id="1")
    assert (again.outcome, figures(again)) == (Outcome.FAIL, (5000, 0, 5000))


def test_a_refused_hold_can_not_be_completed_under_any_name(till: Till) -> None:
    """Blnk #182: a hold that had been rejected could be committed by its other id."""
    assert till.hold("1", "-6000", idempotency_key="k").outcome is Outcome.FAIL
    for reply in (
        till.send("1", "-6000"),
        till.send("2", "-6000", original_transaction_id="1"),
        till.send("3", None, original_transaction_id="1"),
        till.cancel("1"),
    ):
        assert (reply.outcome, figures(reply)) == (Outcome.FAIL, (5000, 0, 5000))


def test_six_holds_of_a_thousand_do_not_fit_into_five_thousand(till: Till) -> None:
    """Blnk #181: holds did not count against one another."""
    outcomes = [till.hold(str(number), "-1000").outcome for number in range(6)]
    assert outcomes == [Outcome.SUCCESS] * 5 + [Outcome.FAIL]


HOLDS: dict[str, Callable[[Till], UpdateReply]] = {
    "spend": lambda till: till.hold("1", "-100"),
    "expected credit": lambda till: till.hold("1", "100"),
    "with reference": lambda till: till.hold("1", "-100", reference_id="r"),
    "with key": lambda till: till.hold("1", "-100", idempotency_key="k"),
    "of nothing": lambda till: till.hold("1", "0"),
}


@pytest.mark.parametrize("how", HOLDS)
@pytest.mark.parametrize("end", ["complete", "complete as original", "cancel", "cancel as original"])
def test_every_kind_of_hold_can_be_completed_and_cancelled(till: Till, how: str, end: str) -> None:
    """Blnk #195, #55: holds made in bulk or in another currency could not be committed."""
    assert HOLDS[how](till).outcome is Outcome.SUCCESS
    original = {"original_transaction_id": "1"} if "original" in end else {}
    transaction_id = "2" if original else "1"
    send = till.cancel if "cancel" in end else till.send
    reply = send(transaction_id, None, **original)
    assert (reply.outcome, figures(reply)[1]) == (Outcome.SUCCESS, 0)
    if "cancel" in end:
        assert till.send("3", None, original_transaction_id="1").outcome is Outcome.FAIL


def test_buying_and_returning_never_leaves_points_behind(till: Till) -> None:
    """Odoo #257854: points stayed with the customer when the goods went back."""
    till.send("1", "120")
    till.send("2", "-20", original_transaction_id="1")
    till.send("3", None, original_transaction_id="1")
    till.send("4", None, original_transaction_id="1")
    assert figures(till.send("5", "0")) == (5000, 0, 5000)


def test_a_refund_gives_spent_points_back_once(till: Till) -> None:
    """Odoo #212922: a refund took the points that had been spent a second time."""
    till.send("1", "-300")
    assert figures(till.cancel("1", "-300")) == (5000, 0, 5000)
    assert figures(till.send("2", None, original_transaction_id="1"))[0] == 5000
