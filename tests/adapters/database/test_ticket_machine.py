"""No point is there that no purchase backs, none is taken twice, and sending again changes nothing; and what that catches."""

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from adapters.database.ticket_loader import TicketLoader
from adapters.database.ticket_writer import TicketWriter
from domain.errors import InvalidInput
from domain.purchases.returns import BookedLine
from domain.purchases.ticket_books import EscrowLot
from tests.adapters.database.ticket_machine import Tills

TestTills = Tills.TestCase
TestTills.settings = settings(max_examples=12, stateful_step_count=25, deadline=None)

Plant = Callable[[pytest.MonkeyPatch], None]


def nothing(*_: Any, **__: Any) -> None:
    """Do not do it."""


def forget_what_came_back(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(TicketWriter, "keep_returned", nothing)


def roll_over_twice(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(TicketWriter, "roll_over", nothing)


def forget_whose_ticket_it_is(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(TicketWriter, "give", nothing)


def know_no_ticket_again(patch: pytest.MonkeyPatch) -> None:
    by_key = TicketLoader.by_key

    def forgetful(self: Any, hot: Any, programme_id: int, natural_key: bytes, *keys: Any, **more: Any) -> Any:
        return [] if keys else by_key(self, hot, programme_id, natural_key, **more)

    patch.setattr(TicketLoader, "by_key", forgetful)


def take_from_what_can_be_spent_while_it_waits(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(EscrowLot, "take", lambda _lot, _points: 0)


def round_each_part_by_itself(patch: pytest.MonkeyPatch) -> None:
    def take_back(self: BookedLine, quantity: Any, unit: int) -> int:
        if quantity > self.left:
            raise InvalidInput
        self.returned_quantity += quantity
        points = int(self.points * quantity / self.quantity) // unit * unit
        self.returned_points += points
        return points

    patch.setattr(BookedLine, "take_back", take_back)


@pytest.mark.parametrize(
    "plant",
    [
        forget_what_came_back,
        roll_over_twice,
        forget_whose_ticket_it_is,
        know_no_ticket_again,
        take_from_what_can_be_spent_while_it_waits,
        round_each_part_by_itself,
    ],
)
def test_the_machine_catches(plant: Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever breaks first
        run_state_machine_as_test(
            Tills,
            settings=settings(
                max_examples=60,
                stateful_step_count=25,
                deadline=None,
                database=None,
                phases=[Phase.generate],
                suppress_health_check=list(HealthCheck),
                derandomize=True,
            ),
        )
