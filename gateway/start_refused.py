"""The one way to say that the program can't start or go on, in words for the person who started it."""

from collections.abc import Iterator
from contextlib import contextmanager

from adapters.database.migrations import NewerSchema


class StartRefused(Exception):
    """The program can't run like this; the message says why, and what to change or which command to run."""


@contextmanager
def newer_refused() -> Iterator[None]:
    """Turn away from what a newer version of the program has made."""
    try:
        yield
    except NewerSchema as error:
        raise StartRefused(str(error)) from error
