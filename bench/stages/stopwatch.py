"""A stopwatch that is always in one stage: time spent in an inner stage does not count for the outer one."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

EDGE = "edge"
PARSE = "parse, guard"
AUTHENTICATION = "authentication"
DOMAIN = "domain"
DATABASE = "database"
REPLY = "reply"
STAGES = (EDGE, PARSE, AUTHENTICATION, DOMAIN, DATABASE, REPLY)
"""In the order of a call: what all faces share, the request, its caller, the use case, its data, the answer."""


class Stopwatch:
    """Times one call at a time, in one thread."""

    def __init__(self, tick: Callable[[], float] = time.perf_counter) -> None:
        self._tick = tick
        self._open: list[str] = []
        self._since = 0.0
        self._sealed = False
        self.seconds = dict.fromkeys(STAGES, 0.0)

    @contextmanager
    def stage(self, name: str, *, is_whole: bool = False) -> Iterator[None]:
        """Be in this stage; `is_whole` counts what it calls for it as well."""
        if self._sealed:
            yield
            return
        self._turn()
        self._open.append(name)
        self._sealed = is_whole
        try:
            yield
        finally:
            self._turn()
            self._open.pop()
            self._sealed = False

    def become(self, name: str) -> None:
        """Call the present stage otherwise from now on; nothing inside a stage that is whole."""
        if self._open and not self._sealed:
            self._turn()
            self._open[-1] = name

    def wrapped(
        self, name: str, function: Callable[..., Any], *, is_whole: bool = False, then: str = ""
    ) -> Callable[..., Any]:
        """The function, timed as this stage; the stage outside it becomes `then` afterwards."""

        def timed(*arguments: Any, **named: Any) -> Any:
            with self.stage(name, is_whole=is_whole):
                answer = function(*arguments, **named)
            if then:
                self.become(then)
            return answer

        return timed

    def take(self) -> dict[str, float]:
        """The seconds of each stage since the last time, and begin again."""
        taken, self.seconds = self.seconds, dict.fromkeys(STAGES, 0.0)
        return taken

    def _turn(self) -> None:
        now = self._tick()
        if self._open:
            self.seconds[self._open[-1]] += now - self._since
        self._since = now
