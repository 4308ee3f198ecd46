"""The state machines of the tests, at full length."""

from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

from bench.crash.report import Advance, Report

STEPS_EACH = 50


def run_machine(
    machine: type[RuleBasedStateMachine], name: str, advance: Advance, *, steps: int, histories: int = 200
) -> Report:
    """At least so many steps of this machine in histories of fifty, every rule held after each."""
    report = Report(name)
    count = 0

    class Counted(machine):  # type: ignore[misc, valid-type]
        """Counts its steps."""

        def check_invariants(self, *arguments: object) -> None:
            nonlocal count
            count += 1
            if count % 100 == 0:
                advance(report.name, min(count, steps), steps)
            super().check_invariants(*arguments)

    examples = 0
    try:
        while count < steps:
            examples += histories
            run_state_machine_as_test(
                Counted,
                settings=settings(
                    max_examples=histories,
                    stateful_step_count=STEPS_EACH,
                    deadline=None,
                    database=None,
                    suppress_health_check=list(HealthCheck),
                ),
            )
    except AssertionError as error:
        report.faults.append(f"a rule does not hold: {error}")
    report.figures |= {"steps": count, "histories": examples}
    return report.end()
