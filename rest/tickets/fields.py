"""Values that only this dialect has."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from marshmallow import fields

from domain.purchases.ticket_values import WHOLE_LIMIT, parse_day, parse_whole
from rest.enactor.fields import WireField
from rest.enactor.json_text import JsonNumber


class Day(WireField):
    """A day as 2026-12-24 (ISO 8601)."""

    json_schema: ClassVar[Mapping[str, Any]] = {"type": "string", "format": "date"}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> date:
        if not isinstance(value, str) or isinstance(value, JsonNumber):
            self.refuse("is not a day such as 2026-12-24.")
        day: date = self.read(parse_day, value)
        return day


class Count(WireField):
    """A whole number from 0, as a JSON number."""

    json_schema: ClassVar[Mapping[str, Any]] = {"type": "integer", "minimum": 0, "maximum": WHOLE_LIMIT}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        if not isinstance(value, JsonNumber):
            self.refuse("must be a whole number from 0, and no huge one.")
        return int(self.read(parse_whole, value))


class Words(WireField):
    """A text for people; the domain checks its characters and its length."""

    json_schema: ClassVar[Mapping[str, Any]] = {"type": "string", "maxLength": 1000}

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> str:
        if not isinstance(value, str) or isinstance(value, JsonNumber):
            self.refuse("must be a text in quotes.")
        return value


def list_of(inner: fields.Field[Any], *, at_most: int, name: str, needed: bool = False) -> fields.List[Any]:
    """A list of these, whose sentences name it."""
    settings: dict[str, Any] = {"required": True} if needed else {"load_default": list}
    return fields.List(
        inner,
        metadata={"maxItems": at_most} | ({"minItems": 1} if needed else {}),
        error_messages={
            "required": f"{name} is missing.",
            "null": f"{name} is null; give it a value.",
            "invalid": f"{name} is not a list.",
        },
        **settings,
    )
