"""JSON objects of this face: snake_case as the vendor shows, and an empty text stays where the vendor shows one."""

from datetime import datetime
from typing import Any

from marshmallow import fields

from rest.enactor.wire_schema import ReplySchema


class SessionSchema(ReplySchema):
    """A JSON object; a member that is None is left out."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Keep the field's name."""
        field_obj.data_key = field_obj.data_key or field_name

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The member's value, or `default` for None."""
        value = obj.get(attr)
        return default if value is None else value


def with_space(moment: datetime | None) -> str | None:
    """A moment as the user object has it, in UTC: 2019-03-19 21:46:17."""
    return moment.strftime("%Y-%m-%d %H:%M:%S") if moment else None


def with_letter(moment: datetime | None) -> str | None:
    """A moment as the tier levels have it, in UTC: 2019-03-22T18:12:02.78, milliseconds without the zeros behind."""
    if moment is None:
        return None
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03}".rstrip("0").rstrip(".")
