"""What became of one row of a batch that was to be recorded."""

from enum import Enum

from domain.errors import InvalidInput


class Recorded(Enum):
    """New, changed, or there already just as it was given."""

    ADDED = "added"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


RowResult = Recorded | InvalidInput
"""A row that was refused is the error that says why; it changed nothing."""


def require_recorded(result: RowResult) -> Recorded:
    """The result of a batch of one; raises its `InvalidInput` where it was refused."""
    if isinstance(result, InvalidInput):
        raise result
    return result
