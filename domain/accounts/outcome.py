"""The outcome that every reply about an account names."""

from enum import Enum

from domain.errors import LoyaltyError
from domain.refusals import NoAccount, UnknownAccountType


class Outcome(Enum):
    """The documented outcomes; only `SUCCESS` of an update has moved anything."""

    SUCCESS = "Success"
    FAIL = "Fail"
    NO_ACCOUNT = "NoAccount"
    UNKNOWN_ACCOUNT_TYPE = "UnknownAccountType"


def outcome_of(error: LoyaltyError | None) -> Outcome:
    """The outcome that a reply with this refusal names."""
    if error is None:
        return Outcome.SUCCESS
    if isinstance(error, NoAccount):
        return Outcome.NO_ACCOUNT
    if isinstance(error, UnknownAccountType):
        return Outcome.UNKNOWN_ACCOUNT_TYPE
    return Outcome.FAIL
