"""The one way to say that the program can't start or go on, in words for the person who started it."""

from collections.abc import Iterator
from contextlib import contextmanager

from adapters.database.migrations import NewerSchema
from domain.errors import StoreUnavailable


class StartRefused(Exception):
    """The program can't run like this; the message says why, and what to change or which command to run."""


@contextmanager
def newer_refused() -> Iterator[None]:
    """Turn away from what a newer version of the program has made."""
    try:
        yield
    except NewerSchema as error:
        raise StartRefused(str(error)) from error


def driver_words(error: StoreUnavailable) -> str:
    """What the driver says of a failed connection: for the terminal of whoever set the address, nowhere else."""
    cause = error.__cause__
    return " ".join(str(getattr(cause, "orig", cause)).split())
