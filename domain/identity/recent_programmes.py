"""Programmes that were read a moment ago, with their rules and sites, so that a call on the hot road reads none."""

import time
from collections.abc import Callable

from domain.identity.ports import Programmes
from domain.identity.timed_cache import TimedCache
from domain.programmes.programme import Programme

SIZE = 1_000


class RecentProgrammes:
    """Programmes by id and by code, each at most `lifetime_seconds` old."""

    def __init__(
        self, programmes: Programmes, lifetime_seconds: float, tick: Callable[[], float] = time.monotonic
    ) -> None:
        self._programmes = programmes
        self._kept: TimedCache[int | str, Programme] = TimedCache(lifetime_seconds, SIZE, tick)

    def by_id(self, programme_id: int) -> Programme | None:
        """As `Programmes.by_id`."""
        return self._kept.get(programme_id) or self._keep(programme_id, self._programmes.by_id(programme_id))

    def by_code(self, code: str) -> Programme | None:
        """As `Programmes.by_code`."""
        return self._kept.get(code) or self._keep(code, self._programmes.by_code(code))

    def _keep(self, key: int | str, programme: Programme | None) -> Programme | None:
        if programme:
            self._kept.put(key, programme)
        return programme
