"""Codes that people choose for programmes and sites, and the names, countries and time zones beside them."""

import re
from zoneinfo import ZoneInfo

from domain.errors import InvalidInput
from domain.text import clean_identifier, clean_text, echo

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_COUNTRY = re.compile(r"[A-Z]{2}")


def clean_code(value: str, field: str) -> str:
    """A code as it was given; raises `InvalidInput` for one that could not be typed in an address or a command."""
    code = clean_identifier(value, field)
    if not _CODE.fullmatch(code):
        raise InvalidInput(
            f"{field} {echo(code)!r} takes up to 40 letters, digits, dots, dashes and underscores, without spaces.",
            field=field,
        )
    return code


def clean_name(value: str, field: str) -> str:
    """A name to show, never empty; raises `InvalidInput`."""
    name = clean_text(value, field)
    if not name:
        raise InvalidInput(f"{field} is empty; give it a name that people know.", field=field)
    return name


def clean_country(value: str, field: str) -> str:
    """A country's two letters in capitals (ISO 3166), or nothing; raises `InvalidInput` for anything longer."""
    country = value.strip().upper()
    if country and not _COUNTRY.fullmatch(country):
        raise InvalidInput(f"{field} {echo(value)!r} is not two letters such as GB or IT.", field=field)
    return country


def clean_time_zone(value: str, field: str) -> str:
    """The name of a time zone that is known here (IANA); raises `InvalidInput`."""
    name = clean_text(value, field)
    try:
        ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        raise InvalidInput(
            f"{field} {echo(value)!r} is not a time zone; give a name such as Europe/London.", field=field
        ) from None
    return name
