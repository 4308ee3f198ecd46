"""The status that customers, cards, accounts, sites and programmes share, and how it may change."""

from enum import StrEnum

from domain.errors import InvalidInput
from domain.text import echo


class Status(StrEnum):
    """In use, blocked for a while, or closed for good; the value is what is stored and shown."""

    ACTIVE = "ACTIVE"
    BLOCKED = "BLOCKED"
    CLOSED = "CLOSED"


def parse_status(text: str) -> Status:
    """The status of this name in any case, ACTIVE for an empty one; raises `InvalidInput`."""
    try:
        return Status(text.strip().upper() or Status.ACTIVE)
    except ValueError:
        raise InvalidInput(
            f"status {echo(text)!r} is not known; give ACTIVE, BLOCKED or CLOSED.", field="status"
        ) from None


def changed_status(present: str, wanted: Status, what: str) -> Status:
    """The status after the change; the same one again is no error.

    Raises `InvalidInput` for what is closed: that is final. `what` names the thing, as in "Card 8934736829037".
    """
    if present == Status.CLOSED and wanted is not Status.CLOSED:
        raise InvalidInput(f"{what} is closed, and that is final; add a new one.", field="status")
    return wanted
