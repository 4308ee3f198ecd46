"""The nonces that were used, in the database, so that every process refuses their second use."""

import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite

from adapters.database.engine import Store
from adapters.database.identity_tables import ws_nonce
from adapters.database.unit_of_work import UnitOfWork
from domain.clock import Clock, to_microseconds
from domain.errors import StoreUnavailable

CLEAN_EVERY_SECONDS = 60
CLEAN_AT_MOST = 1_000


class DatabaseNonceLog:
    """`NonceLog` on a store. Each use is a short transaction of its own; old nonces are removed once a minute."""

    def __init__(
        self, store: Store, unit_of_work: UnitOfWork, clock: Clock, tick: Callable[[], float] = time.monotonic
    ) -> None:
        self._unit_of_work = unit_of_work
        self._clock = clock
        self._tick = tick
        self._clean_next = 0.0
        new = sqlite.insert(ws_nonce) if store.is_sqlite else postgresql.insert(ws_nonce)
        self._insert = new.on_conflict_do_nothing()

    def use(self, nonce_key: bytes, keep_until: datetime) -> bool:
        """As `NonceLog.use`."""
        values = {"nonce_key": nonce_key, "keep_until": to_microseconds(keep_until)}
        with self._unit_of_work.transaction() as connection:
            is_first = connection.execute(self._insert, values).rowcount == 1
        self._clean_now_and_then()
        return is_first

    def _clean_now_and_then(self) -> None:
        now = self._tick()
        if now < self._clean_next:
            return
        self._clean_next = now + CLEAN_EVERY_SECONDS
        # The nonce is used already; that old ones are still there harms nobody.
        with suppress(StoreUnavailable):
            self._clean()

    def _clean(self) -> None:
        # Rows that another process is removing are passed by, so that two never wait for each other.
        old = (
            select(ws_nonce.c.nonce_key)
            .where(ws_nonce.c.keep_until < to_microseconds(self._clock.now()))
            .limit(CLEAN_AT_MOST)
            .with_for_update(skip_locked=True)
        )
        while True:
            with self._unit_of_work.transaction() as connection:
                removed = connection.execute(delete(ws_nonce).where(ws_nonce.c.nonce_key.in_(old))).rowcount
            if removed < CLEAN_AT_MOST:
                return
