"""Values that tickets have beside amounts, read by one grammar for every protocol."""

import re
from datetime import date

from domain.errors import InvalidInput
from domain.text import XML_WHITESPACE

WHOLE_LIMIT = 2**53
"""The largest whole number that every protocol carries exactly."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WHOLE = re.compile(r"[0-9]{1,16}")


def parse_day(text: str, field: str) -> date:
    """A day as 2026-12-24; raises `InvalidInput`, naming the field."""
    day = text.strip(XML_WHITESPACE)
    try:
        if _DAY.fullmatch(day):
            return date.fromisoformat(day)
    except ValueError:
        pass
    raise InvalidInput(f"{field} is not a day such as 2026-12-24.", field=field)


def parse_whole(text: str, field: str) -> int:
    """A whole number from 0 to 2^53, in digits; raises `InvalidInput`, naming the field."""
    digits = text.strip(XML_WHITESPACE)
    if not _WHOLE.fullmatch(digits) or int(digits) > WHOLE_LIMIT:
        raise InvalidInput(f"{field} must be a whole number from 0, and no huge one.", field=field)
    return int(digits)
