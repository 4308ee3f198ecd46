"""Reads queries and bodies by their schemas, compiled when the program starts."""

from collections.abc import Callable, Mapping
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, missing

Reader = Callable[[Mapping[str, Any]], dict[str, Any] | None]

_HOOKS = ("pre_load", "post_load", "validates", "validates_schema")


def compiled_reader(schema: Schema) -> Reader:
    """What reads a mapping as `schema.load` would; None for one that `schema.load` would refuse.

    Raises TypeError for a schema that does more than read its members.
    """
    if schema.unknown != EXCLUDE or schema.many or any(schema._hooks[hook] for hook in _HOOKS):  # noqa: SLF001 - none is public
        raise TypeError(f"{type(schema).__name__} does more than read its members.")
    members = [
        (field.data_key or name, field.attribute or name, field.deserialize, field.required, field.load_default)
        for name, field in schema.load_fields.items()
    ]

    def read(sent: Mapping[str, Any]) -> dict[str, Any] | None:
        found = {}
        try:
            for key, name, deserialize, is_required, default in members:
                if key in sent:
                    found[name] = deserialize(sent[key], key, sent)
                elif is_required:
                    return None
                elif default is not missing:
                    found[name] = default
        except ValidationError:
            return None
        return found

    return read
