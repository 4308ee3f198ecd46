"""What all JSON objects of the dialect have in common: names in lower camel case, `@type`, nothing empty."""

from typing import Any

from marshmallow import EXCLUDE, Schema, fields


class WireSchema(Schema):
    """A JSON object: fields are named in camelCase, members it does not know are let pass."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        # First, because some readers choose the class of an object by it before they read on.
        self.fields = _type_first(self.fields)
        self.dump_fields = _type_first(self.dump_fields)

    class Meta:
        """Tills decorate their objects (`@type` and more); only what is named here is read."""

        unknown = EXCLUDE

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Give the field its name on the wire, unless it has one of its own."""
        if field_obj.data_key is None:
            field_obj.data_key = camel_case(field_name)


class ReplySchema(WireSchema):
    """A JSON object of a reply, written from a dictionary; a member that is None or an empty text is left out."""

    def get_attribute(self, obj: Any, attr: str, default: Any) -> Any:
        """The member's value, or `default` where there is none to be written."""
        value = obj.get(attr)
        return default if value is None or value == "" else value


class BodySchema(ReplySchema):
    """A JSON object of a request, which the reply repeats: null says the same as leaving the member out."""

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Name the field, and let it be null unless it is required."""
        super().on_bind_field(field_name, field_obj)
        field_obj.allow_none = not field_obj.required


def _type_first(members: dict[str, fields.Field[Any]]) -> dict[str, fields.Field[Any]]:
    return dict(sorted(members.items(), key=lambda member: member[0] != "at_type"))


def camel_case(name: str) -> str:
    """`account_opened_date` as `accountOpenedDate`."""
    first, *rest = name.split("_")
    return first + "".join(word.title() for word in rest)


def type_name(name: str, *, is_read: bool = False) -> fields.Constant[str]:
    """The member `@type` of an object that is always of this type; in what is read, it may say anything."""
    schema: dict[str, Any] = {"examples": [name]} if is_read else {"type": "string", "enum": [name]}
    return fields.Constant(name, data_key="@type", metadata=schema)
