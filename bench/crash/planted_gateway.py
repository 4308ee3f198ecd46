"""The program with a bug planted in it, to show that the crash test catches it: `PLANTED` names the bug.

The bugs are planted when this module is imported, so that they are in every process that serves.
"""

import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from adapters.database import books_writer, engine, ledger
from adapters.database.hot_transaction import HotTransaction
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.books import Changes

LATE_SECONDS = 0.03


def acknowledge_before_commit() -> None:
    """The reply leaves while the commit is still to come."""

    @contextmanager
    def hot_transaction(self: UnitOfWork) -> Iterator[HotTransaction]:
        connections = self._store.write_connections
        self._turn.__enter__()
        connection = connections.lend()
        hot = HotTransaction(self._store, connection)
        connection.execute(self._begin)
        try:
            yield hot
        except BaseException:
            connections.discard(connection)
            self._turn.__exit__(None, None, None)
            raise

        def later() -> None:
            time.sleep(LATE_SECONDS)
            connection.execute("COMMIT")
            connections.take_back(connection)
            self._turn.__exit__(None, None, None)

        threading.Thread(target=later).start()

    UnitOfWork.hot_transaction = hot_transaction  # type: ignore[method-assign]


def keys_not_written() -> None:
    """The ledger forgets by which key it would know an update again."""
    write_books = books_writer.write_books

    def without_keys(hot: HotTransaction, changes: Changes, now: object) -> None:
        changes.keys.clear()
        write_books(hot, changes, now)  # type: ignore[arg-type]

    ledger.write_books = without_keys  # type: ignore[attr-defined]


def no_sync() -> None:
    """SQLite leaves it to the system when what was written reaches the disk."""
    prepare, setting = engine._prepare_sqlite, "synchronous=OFF"  # noqa: SLF001 - a planted bug reaches inside

    def without_sync(connection: Any, record: Any) -> None:
        prepare(connection, record)
        connection.execute(f"PRAGMA {setting}")

    setattr(engine, "_prepare_sqlite", without_sync)  # noqa: B010 - no type allows this, and that is right
    setattr(engine, "refuse_unsafe", lambda _: None)  # noqa: B010 - as above


BUGS = {each.__name__.replace("_", "-"): each for each in (acknowledge_before_commit, keys_not_written, no_sync)}

if os.environ.get("PLANTED"):
    BUGS[os.environ["PLANTED"]]()

if __name__ == "__main__":
    from gateway.cli.serve import command

    command(args=[])
