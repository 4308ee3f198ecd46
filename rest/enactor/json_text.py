"""JSON as it is read and written here: amounts never pass through a float, and no text has two meanings."""

import json
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from json.encoder import encode_basestring_ascii as write_text
from typing import Any

from flask.json.provider import JSONProvider

from domain.errors import InvalidInput
from domain.text import echo


class JsonNumber(str):
    """A number exactly as the caller wrote it; so 1e2, 100 and 100.0 stay three different texts."""

    __slots__ = ()

    @property
    def is_whole(self) -> bool:
        """Whether it is written without point and exponent."""
        return self.removeprefix("-").isdecimal()


def read_json(body: bytes, *, depth_limit: int) -> Any:
    """Read a request's body; its numbers come as `JsonNumber`.

    Raises `InvalidInput` for what is not JSON in UTF-8, a member that appears twice in one object, NaN and Infinity,
    and more than `depth_limit` levels of objects and arrays.
    """
    try:
        value = _DECODER.decode(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise InvalidInput("The body is not text in UTF-8.") from None
    except json.JSONDecodeError as error:
        raise InvalidInput(
            f"The body is not JSON: it breaks off at line {error.lineno}, column {error.colno}."
        ) from None
    except RecursionError:
        raise _too_deep(depth_limit) from None
    if _is_deeper(value, depth_limit):
        raise _too_deep(depth_limit)
    return value


def write_json(value: object) -> str:
    """Write a reply in ASCII, which every till reads alike.

    Decimals leave with the places they have and without exponent. Anything but JSON's own kinds of values and
    decimals, a float above all, is a TypeError.
    """
    try:
        return _WRITERS[type(value)](value)
    except KeyError:
        raise TypeError(f"{type(value).__name__} has no place in a reply") from None


class StrictJson(JSONProvider):
    """Makes Flask write its replies with `write_json`."""

    def dumps(self, obj: Any, **_: Any) -> str:
        """The text of a reply."""
        return write_json(obj)

    def loads(self, s: str | bytes, **_: Any) -> Any:
        """Any JSON, with exact numbers; requests are read with `read_json`."""
        return json.loads(s, parse_float=Decimal)


def _write_object(members: dict[str, Any]) -> str:
    return "{" + ",".join([f"{write_text(name)}:{write_json(value)}" for name, value in members.items()]) + "}"


def _write_array(values: Sequence[Any]) -> str:
    return "[" + ",".join([write_json(value) for value in values]) + "]"


# By exact type: this is on the road of every reply.
_WRITERS: dict[type, Callable[[Any], str]] = {
    str: write_text,
    int: str,
    bool: lambda value: "true" if value else "false",
    type(None): lambda _: "null",
    Decimal: lambda value: format(value, "f"),
    JsonNumber: str,
    dict: _write_object,
    list: _write_array,
    tuple: _write_array,
}


def _members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise InvalidInput(f"{echo(twice)} appears twice in one object; send it once.", field=echo(twice))
    return members


def _refuse_constant(name: str) -> Any:
    raise InvalidInput(f"{name} is not a number in JSON.")


_DECODER = json.JSONDecoder(
    object_pairs_hook=_members, parse_float=JsonNumber, parse_int=JsonNumber, parse_constant=_refuse_constant
)


def _is_deeper(value: Any, limit: int) -> bool:
    level = [value]
    for _ in range(limit):
        level = [inner for outer in level for inner in _inside(outer) if isinstance(inner, dict | list)]
        if not level:
            return False
    return True


def _inside(outer: Any) -> Iterable[Any]:
    if isinstance(outer, dict):
        return outer.values()
    return outer if isinstance(outer, list) else ()


def _too_deep(limit: int) -> InvalidInput:
    return InvalidInput(f"The body has more than {limit} levels of objects inside one another.")
