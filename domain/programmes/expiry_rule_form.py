"""The expiry of points as people write it, in the form of a programme's rules."""

from datetime import date
from typing import Any

from domain.programmes.expiry_rule import ExpiryRule, YearDay
from domain.programmes.form_reader import FormReader

MONTHS_LIMIT = 240
NOTICE_DAYS_LIMIT = 365
_LEAP_YEAR = 2000


def read_expiry(reader: FormReader | None) -> ExpiryRule | None:
    """The rule; raises `InvalidInput`, naming the member, also where it says neither months nor a day."""
    if reader is None:
        return None
    day = reader.optional_text("day")
    rule = ExpiryRule(
        months=reader.whole("months", at_most=MONTHS_LIMIT),
        day=_year_day(reader, day) if day else None,
        notice_days=reader.whole("noticeDays", at_most=NOTICE_DAYS_LIMIT),
    )
    reader.close()
    if not rule.months and rule.day is None:
        raise reader.refuse("months", "is missing; give months, a day such as 12-31, or both")
    return rule


def write_expiry(rule: ExpiryRule) -> dict[str, Any]:
    """The object that `read_expiry` reads."""
    written = {"months": rule.months, "day": str(rule.day or ""), "noticeDays": rule.notice_days}
    return {name: value for name, value in written.items() if value}


def _year_day(reader: FormReader, text: str) -> YearDay:
    try:
        read = date.fromisoformat(f"{_LEAP_YEAR}-{text}")
    except ValueError:
        read = None
    if read is None or f"{read:%m-%d}" != text:
        raise reader.refuse("day", "is not a day of the year such as 12-31")
    return YearDay(read.month, read.day)
