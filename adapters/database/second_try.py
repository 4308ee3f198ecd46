"""Trying again where another transaction wrote the same number first, or merged an account."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy.exc import IntegrityError

from adapters.database.merged_accounts import AccountsMerged
from adapters.database.store_errors import UNIQUE_VIOLATIONS

Outcome = TypeVar("Outcome")

_MET: tuple[type[Exception], ...] = (IntegrityError, *UNIQUE_VIOLATIONS, AccountsMerged)


def second_try(work: Callable[[], Outcome]) -> Outcome:
    """Do the work, a whole transaction; where a number was taken or an account merged meanwhile, once more: then it is seen."""
    try:
        return work()
    except _MET:
        return work()
