"""Telling the database's errors apart: the store is away or busy, or something is wrong with the code."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from sqlalchemy import exc

from adapters.database.engine import sqlite_module
from domain.errors import StoreUnavailable

_SQLITE: Any = sqlite_module()

UNIQUE_VIOLATIONS: tuple[type[Exception], ...] = (psycopg.errors.UniqueViolation, _SQLITE.IntegrityError)
"""A key that another transaction wrote first: ask again, and it is found."""

AWAY: tuple[type[Exception], ...] = (
    psycopg.OperationalError,
    psycopg.InterfaceError,
    _SQLITE.OperationalError,
    exc.OperationalError,
    exc.InterfaceError,
    exc.TimeoutError,
)
"""Unreachable, busy, full, or ended in the middle; the same work may be tried again."""

TIMED_OUT: tuple[type[Exception], ...] = (
    psycopg.errors.QueryCanceled,
    psycopg.errors.LockNotAvailable,
    exc.TimeoutError,
)
"""Those of `AWAY` that have waited as long as they may, on a connection that is good."""

MET: tuple[type[Exception], ...] = (
    psycopg.errors.QueryCanceled,
    psycopg.errors.LockNotAvailable,
    psycopg.errors.DeadlockDetected,
)
"""Those of `AWAY` that say that another transaction has what this one wants; the store is well."""

DAMAGED: tuple[type[Exception], ...] = (
    psycopg.errors.DataCorrupted,
    psycopg.errors.IndexCorrupted,
    _SQLITE.DatabaseError,
)
"""Unreadable in part. SQLite's is the root of all its errors: look for `AWAY` first."""


@contextmanager
def store_errors() -> Iterator[None]:
    """Turn the database's own errors into `StoreUnavailable`, keeping the cause for the log."""
    try:
        yield
    except AWAY as error:
        raise StoreUnavailable from error
    except exc.DBAPIError as error:
        if isinstance(error.orig, AWAY):
            raise StoreUnavailable from error
        raise
