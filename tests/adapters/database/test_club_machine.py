"""No sequence of what tills, people, the worker and time do leaves the club other than the plain rules say.

CLUB_EXAMPLES=500 lets it run long: so many sequences on each database, and for each planted bug.
"""

import os
from collections.abc import Callable
from typing import Any, cast

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from tests.adapters.database.club import plants
from tests.adapters.database.club.machine import ClubMachine, ClubOnSQLite

IS_LONG = "CLUB_EXAMPLES" in os.environ
EXAMPLES = int(os.environ.get("CLUB_EXAMPLES", "8"))
PLANTED = [*plants.QUICK, *(plants.RARE if IS_LONG else ())]


def run(machine: Callable[[], ClubMachine], examples: int, **more: Any) -> None:
    """Try so many sequences of forty steps."""
    checks = list(HealthCheck)
    run_state_machine_as_test(
        cast("type[RuleBasedStateMachine]", machine),
        settings=settings(
            max_examples=examples, stateful_step_count=40, deadline=None, suppress_health_check=checks, **more
        ),
    )


def test_the_club_is_what_the_plain_rules_say_on_sqlite() -> None:
    run(ClubOnSQLite, EXAMPLES)


def test_the_club_is_what_the_plain_rules_say_on_postgresql(request: pytest.FixtureRequest) -> None:
    database = request.getfixturevalue("postgresql_server").migrated_database
    run(lambda: ClubMachine(database), EXAMPLES)


@pytest.mark.parametrize("plant", PLANTED)
def test_the_machine_catches(plant: plants.Plant, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(monkeypatch)
    with pytest.raises(Exception):  # noqa: B017, PT011 - whatever breaks first
        run(
            ClubOnSQLite,
            max(40, EXAMPLES),
            database=None,
            phases=[Phase.generate],
            derandomize=True,
            report_multiple_bugs=False,
        )
