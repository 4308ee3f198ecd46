"""Values that only the calls of points of sale have."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar

from rest.enactor.fields import WireField
from rest.enactor.json_text import JsonNumber

_YEARS = range(1970, 9999)


class Moment(WireField):
    """A moment by ISO 8601, with a space or a T; without an offset it is the shop's own time."""

    json_schema: ClassVar[Mapping[str, Any]] = {"type": "string", "examples": ["2026-11-26T09:30:00.000Z"]}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime:
        if not isinstance(value, str) or isinstance(value, JsonNumber):
            self.refuse("must be a text in quotes.")
        try:
            moment = datetime.fromisoformat(value.strip())
        except ValueError:
            self.refuse("is not a moment such as 2026-11-26T09:30:00.000Z.")
        if moment.year not in _YEARS:
            self.refuse("is not a moment in the years 1970 to 9998.")
        return moment
