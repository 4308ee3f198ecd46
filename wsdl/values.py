"""Turns the texts of a request into the domain's values, with errors that name the field."""

from datetime import date, datetime
from decimal import Decimal

from domain.accounts.update_command import Phase
from domain.amounts import parse_amount
from domain.errors import InvalidInput
from domain.paging import PageRequest
from domain.purchases.ticket_values import parse_day, parse_whole
from domain.text import XML_WHITESPACE

PHASES = {phase.value: phase for phase in Phase}


def given(text: str | None) -> str:
    """The text of a member, empty where it was left out, or sent with nothing or only space in it."""
    return text if text and text.strip(XML_WHITESPACE) else ""


def amount(text: str | None, field: str) -> Decimal | None:
    """The amount, or None where none was sent; raises `InvalidInput`."""
    return parse_amount(text.strip(XML_WHITESPACE), field=field) if text else None


def moment(text: str | None, field: str) -> datetime | None:
    """The time of an xs:dateTime, naive where it has no offset, or None where none was sent.

    Raises `InvalidInput` for what XML Schema allows and Python's calendar can't hold, such as 24:00:00.
    """
    if not text:
        return None
    try:
        return datetime.fromisoformat(text.strip(XML_WHITESPACE))
    except ValueError:
        raise InvalidInput(f"{field} is not a time such as 2026-05-01T10:15:00Z.", field=field) from None


def day(text: str | None, field: str) -> date | None:
    """The day, or None where none was sent; raises `InvalidInput`."""
    return parse_day(text, field) if text else None


def whole(text: str | None, field: str) -> int | None:
    """The whole number from 0, or None where none was sent; raises `InvalidInput`."""
    return parse_whole(text, field) if text else None


def flag(text: str | None) -> bool:
    """The xs:boolean, which the contract's schema has judged; false where none was sent."""
    return (text or "").strip(XML_WHITESPACE) in {"true", "1"}


def phase(text: str | None) -> Phase:
    """What the status asks for; without one, a final update. Raises `InvalidInput` for an unknown one."""
    if not given(text):
        return Phase.FINAL
    found = PHASES.get(given(text).strip(XML_WHITESPACE).upper())
    if found is None:
        raise InvalidInput(f"status must be one of {', '.join(PHASES)}.", field="status")
    return found


def page_request(row_offset: str | None, row_count: str | None, token: str | None, size_default: int) -> PageRequest:
    """The page that is asked for; raises `InvalidInput`."""
    return PageRequest(
        offset=_whole(row_offset or "0"),
        size=_whole(row_count) if row_count else size_default,
        after=(token or "").strip(XML_WHITESPACE),
    )


def _whole(text: str) -> int:
    """An xs:int; Python takes no text of thousands of digits, even where all but a few of them are zeros in front."""
    digits = text.strip(XML_WHITESPACE)
    sign = -1 if digits.startswith("-") else 1
    return sign * int(digits.lstrip("+-").lstrip("0") or "0")
