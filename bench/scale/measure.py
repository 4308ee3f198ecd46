"""Calling operations at several sizes in turn, again and again, and looking at how the databases answer them."""

import time
from collections.abc import Sequence

from bench.progress import Progress
from bench.scale.cases import Case
from bench.scale.figures import Figures, figures_of
from bench.scale.listening import Listener
from bench.scale.place import Place
from bench.scale.plans import is_explained, plan_of, scans_in
from bench.wrong import Wrong

PARTS = 10
"""How often it is each size's turn: a machine that is slower for a while is slower for all of them."""
_WARM_UP_CALLS = 12
"""For the last customers of those drawn: a connection plans a statement anew until it has met it some times."""


def measure_in_turn(places: Sequence[Place], calls: int) -> None:
    """Measure every case of these places, each at all sizes in turn, and enter the figures and plans there.

    Raises `Wrong` for a wrong answer, and where a plan reads a whole table.
    """
    titles = list(dict.fromkeys(case.title for place in places for case in place.cases))
    progress = Progress(len(titles))
    for title in titles:
        progress.step(title)
        found = [
            (place, Measurement(case, place.listener, place.drawn, calls))
            for place in places
            for case in place.cases
            if case.title == title
        ]
        for part in range(PARTS):
            for _, one in found:
                one.call(part)
        for place, one in found:
            place.figures.append(one.figures(place.plans))
    progress.end()


class Measurement:
    """One case at one size: called for each customer drawn, then again until there are as many calls."""

    def __init__(self, case: Case, listener: Listener, drawn: int, calls: int) -> None:
        """Calls it some times ahead, which don't count."""
        self._case = case
        self._listener = listener
        self._drawn = drawn
        self._all = drawn + calls
        self._first: list[float] = []
        self._times: list[float] = []
        listener.heard.clear()
        for number in range(_WARM_UP_CALLS):
            case.call(drawn - 1 - number % drawn)

    def call(self, part: int) -> None:
        """Make this one of the `PARTS` of all calls."""
        for number in range(part * self._all // PARTS, (part + 1) * self._all // PARTS):
            self._listener.seconds, began = 0.0, time.perf_counter()
            self._case.call(number)
            whole = time.perf_counter() - began
            times = self._first if number < self._drawn else self._times
            times.append((self._listener.seconds or whole) * 1000)

    def figures(self, plans: list[str]) -> Figures:
        """What the calls came to; adds the plans of its statements to `plans`.

        Raises `Wrong` where a plan reads a whole table.
        """
        touched = pages = 0
        for statement, values in list(self._listener.heard.items()):
            if not is_explained(statement):
                continue
            plan = plan_of(self._listener.opened, statement, values)
            touched, pages = touched + plan.touched, pages + plan.pages
            plans.append(f"{self._case.title}:\n{plan.text}")
            if scans_in(plan.text):
                raise Wrong(f"{self._case.title} reads a whole table:\n{plan.text}")
        return figures_of(self._case, self._first, self._times, touched, pages)
