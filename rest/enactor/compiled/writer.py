"""Writes replies by their schemas, compiled when the program starts: the text that dumping gives, in a tenth of its time."""

from collections.abc import Callable, Mapping
from json.encoder import encode_basestring_ascii as write_text
from typing import Any

from marshmallow import Schema, fields, missing

from rest.enactor.fields import EntityKey
from rest.enactor.json_text import write_json
from rest.enactor.replies.balance import without_types
from rest.enactor.wire_schema import ReplySchema

Writer = Callable[[Any], str]

_PLAIN: Mapping[type, Writer] = {
    fields.String: write_text,
    fields.Boolean: {value: write_json(value) for value in (True, False)}.__getitem__,
}


def compiled_writer(schema: Schema, *, with_types: bool = True) -> Writer:
    """What writes a dictionary as `write_json(schema.dump(...))` would, hooks aside.

    Without `with_types` no object says its `@type`. Raises TypeError for a schema that does more than name its members.
    """
    if not isinstance(schema, ReplySchema) or schema.many:
        raise TypeError(f"{type(schema).__name__} leaves nothing out as a reply does.")
    said = {name: field for name, field in schema.dump_fields.items() if with_types or field.data_key != "@type"}
    begins = "".join(
        [_named(field, write_json(field.constant)) for field in said.values() if isinstance(field, fields.Constant)]
    )
    members = [
        (name, _named(field, ""), _value_writer(field, with_types=with_types))
        for name, field in said.items()
        if not isinstance(field, fields.Constant)
    ]

    def write(values: Mapping[str, Any]) -> str:
        text = begins
        for name, key, write_value in members:
            value = values.get(name)
            if value or (value is not None and value != ""):
                text += key + write_value(value)
        return "{" + text[1:] + "}"

    return write


def _named(field: fields.Field[Any], value: str) -> str:
    if field.attribute is not None or (field.dump_default is not missing and not isinstance(field, fields.Constant)):
        raise TypeError(f"{field.name} is not written from the member of its own name.")
    return f",{write_text(field.data_key or '')}:{value}"


def _value_writer(field: fields.Field[Any], *, with_types: bool) -> Writer:
    """What writes one value of this field."""
    if isinstance(field, fields.Nested):
        return compiled_writer(field.schema, with_types=with_types)
    if isinstance(field, fields.List):
        write_each = _value_writer(field.inner, with_types=with_types)
        return lambda values: "[" + ",".join(map(write_each, values)) + "]"
    if plain := _PLAIN.get(type(field)):
        return plain
    if type(field) is EntityKey:
        return field.compiled(with_types=with_types)
    serialize = field._serialize  # noqa: SLF001 - what marshmallow has its own fields define
    if serialize.__func__ is fields.Field._serialize:  # type: ignore[attr-defined]  # noqa: SLF001 - as it is
        return write_json
    return (
        (lambda value: write_json(serialize(value, field.name, {})))
        if with_types
        else (lambda value: write_json(without_types(serialize(value, field.name, {}))))
    )
