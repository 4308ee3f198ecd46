"""The nonces that were used, in the database, so that every process refuses their second use."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from adapters.database.engine import Store
from adapters.database.unit_of_work import UnitOfWork
from domain.clock import Clock, to_microseconds
from domain.errors import StoreUnavailable

CLEAN_EVERY_SECONDS = 60
CLEAN_AT_MOST = 1_000

_USE = "INSERT INTO ws_nonce (nonce_key, keep_until) VALUES (?, ?) ON CONFLICT DO NOTHING"
_CLEAN = "DELETE FROM ws_nonce WHERE nonce_key IN (SELECT nonce_key FROM ws_nonce WHERE keep_until < ? LIMIT ?{})"


class DatabaseNonceLog:
    """Implements the port `domain.identity.ports.NonceLog`.

    Each use is a short transaction of its own. Old nonces are removed once a minute by every process.
    """

    def __init__(
        self, store: Store, unit_of_work: UnitOfWork, clock: Clock, tick: Callable[[], float] = time.monotonic
    ) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._tick = tick
        self._clean_next = 0.0
        self._use = store.sql(_USE)
        # Rows that another process is removing are passed by, so that two never wait for each other.
        self._clean = store.sql(_CLEAN.format("" if store.is_sqlite else " FOR UPDATE SKIP LOCKED"))

    def use(self, nonce_key: bytes, keep_until: datetime) -> bool:
        """See the port."""
        is_first = self._run(self._use, nonce_key, to_microseconds(keep_until)) == 1
        # The nonce is used already; that old ones stay a minute longer harms nobody.
        with suppress(StoreUnavailable):
            self._clean_now_and_then()
        return is_first

    def _clean_now_and_then(self) -> None:
        now = self._tick()
        if now < self._clean_next:
            return
        self._clean_next = now + CLEAN_EVERY_SECONDS
        while self._run(self._clean, to_microseconds(self._clock.now()), CLEAN_AT_MOST) == CLEAN_AT_MOST:
            pass

    def _run(self, statement: str, *values: bytes | int) -> int:
        """Run a statement in a transaction; give the number of rows that it changed."""
        with self._unit_of_work.transaction() as connection:
            return connection.exec_driver_sql(statement, values).rowcount
