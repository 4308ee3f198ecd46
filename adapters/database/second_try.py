"""Trying again where another transaction wrote the same number first."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import IntegrityError

from adapters.database.store_errors import UNIQUE_VIOLATIONS

Outcome = TypeVar("Outcome")

_TAKEN: tuple[type[Exception], ...] = (IntegrityError, *UNIQUE_VIOLATIONS)


def second_try(work: Callable[[], Outcome]) -> Outcome:
    """Do the work, a whole transaction; where a number was taken meanwhile, once more: then it is seen as known."""
    try:
        return work()
    except _TAKEN:
        return work()
