"""Calling one operation, again and again, and looking at how the database answers it."""

import time

from bench.scale.cases import Case
from bench.scale.figures import Figures, figures_of
from bench.scale.listening import Listener
from bench.scale.plans import is_explained, plan_of, scans_in
from bench.wrong import Wrong

_WARM_UP_CALLS = 12
"""For the last customers of those drawn: a connection plans a statement anew until it has met it some times."""


def measure(case: Case, listener: Listener, drawn: int, calls: int, plans: list[str]) -> Figures:
    """Call it for each customer drawn, then again until there are as many calls; add its plans to `plans`.

    Raises `Wrong` where a plan reads a whole table.
    """
    listener.heard.clear()
    first: list[float] = []
    times: list[float] = []
    for number in range(_WARM_UP_CALLS):
        case.call(drawn - 1 - number % drawn)
    for number in range(drawn + calls):
        listener.seconds, began = 0.0, time.perf_counter()
        case.call(number)
        whole = time.perf_counter() - began
        (first if number < drawn else times).append((listener.seconds or whole) * 1000)
    touched = pages = 0
    for statement, values in list(listener.heard.items()):
        if not is_explained(statement):
            continue
        plan = plan_of(listener.opened, statement, values)
        touched, pages = touched + plan.touched, pages + plan.pages
        plans.append(f"{case.title}:\n{plan.text}")
        if scans_in(plan.text):
            raise Wrong(f"{case.title} reads a whole table:\n{plan.text}")
    return figures_of(case, first, times, touched, pages)
