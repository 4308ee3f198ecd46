"""Values that the contract takes for certain, by the names that their types have in it.

A form here takes less than the contract's type, never more: what it does not take is left to the schema to judge. Values
come without markup, in printable ASCII, and do not begin with a space.
"""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

Form = Callable[[str], Any]
"""Whether a text is certainly a value of a type."""

_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])?"
)


def _is_moment(text: str) -> bool:
    if not _MOMENT.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _text(longest: int) -> Form:
    return re.compile(f".{{1,{longest}}}").fullmatch


FORMS: Mapping[str, Form] = {
    "Identifier": _text(100),
    "OptionalIdentifier": _text(100),
    "ShortText": _text(255),
    "PageToken": _text(1000),
    "Amount": re.compile(r"-?[0-9]{1,14}(\.[0-9]{1,4})?").fullmatch,
    "Moment": _is_moment,
    "int": re.compile(r"[0-9]{1,9}").fullmatch,
}
"""The forms of the types that requests have."""
