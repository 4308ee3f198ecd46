"""A batch of updates that is sent again months later, as a till does that was offline, has no second effect."""

from datetime import timedelta
from typing import Any

from domain.accounts.outcome import Outcome
from domain.accounts.update_command import Phase, UpdateReply
from tests.adapters.database.conftest import World
from tests.builders import Till

SALES = 40


def batch(till: Till, sold_at: Any) -> list[UpdateReply]:
    """A day at the till, over all kinds of updates; each message tells the time at which it was first sent."""
    replies = []
    for number in range(SALES):
        at = {"occurred_at": sold_at + timedelta(minutes=number)}
        replies += [
            till.send(f"earn {number}", "10", **at),
            till.send(f"spend {number}", "-3", reference_id="r", **at),
            till.hold(f"hold {number}", "-5", **at),
            till.send(f"hold {number}", "-2", phase=Phase.FINAL, **at),
            till.hold(f"left open {number}", "-1", **at),
            till.hold(f"let go {number}", "4", idempotency_key=f"k{number}", **at),
            till.cancel(f"let go {number}", **at),
            till.send(f"back {number}", "3", original_transaction_id=f"spend {number}", **at),
            till.send(f"too much {number}", "-90000", **at),
        ]
    return replies


def test_a_batch_sent_again_after_ninety_days_moves_nothing(world: World) -> None:
    world.account()
    till = world.till()
    sold_at = till.clock.now()
    first = batch(till, sold_at)
    after = till.send("a look", "1")
    till.clock.advance(days=90)
    again = batch(till, sold_at)
    for before, now in zip(first, again, strict=True):
        assert now.replayed
        assert (now.outcome, now.moved, now.movement_id, now.figures, now.expires_at) == (
            before.outcome,
            before.moved,
            before.movement_id,
            before.figures,
            before.expires_at,
        )
    assert sum(reply.outcome is Outcome.SUCCESS for reply in again) == SALES * 8
    look = till.send("another look", "1")
    assert after.figures
    assert look.figures
    assert look.figures.balance - after.figures.balance == 1_0000
    # What was left open has run out meanwhile, with or without a resend.
    assert look.figures.held == 0
