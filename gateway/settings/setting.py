"""What one setting is, and the kinds of value that it can have."""

import ipaddress
from collections.abc import Callable, Sequence
from dataclasses import Field, dataclass, field, fields
from typing import Any
from urllib.parse import urlsplit

from environs import Env, ValidationError, validate

Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Read = Callable[[Env, str, Any], Any]
"""Reads one value by environs: the environment, the setting's name, its default."""

_KEY = "setting"


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its name in the environment, what it does, its unit, and what can go wrong with it.

    A secret is never shown, and may be given as NAME_FILE too: the path of a file that holds it. `shown_default` is
    what the documentation says where the default depends on other settings.
    """

    name: str
    read: Read
    default: Any
    says: str
    unit: str = ""
    danger: str = ""
    is_secret: bool = False
    shown_default: str = ""


def setting(
    name: str,
    read: Read,
    default: Any,
    says: str,
    *,
    unit: str = "",
    danger: str = "",
    is_secret: bool = False,
    shown_default: str = "",
) -> Any:
    """A field of a group of settings."""
    known = Setting(name, read, default, says, unit, danger, is_secret, shown_default)
    return field(default=default, repr=not is_secret, metadata={_KEY: known})


def settings_of(group: type[Any]) -> list[tuple[str, Setting]]:
    """The settings of a group, each with the name of its field, as they are written."""
    known: tuple[Field[Any], ...] = fields(group)
    return [(each.name, each.metadata[_KEY]) for each in known]


def text(*choices: str) -> Read:
    """Any text, or one of the choices."""
    return lambda env, name, default: env.str(name, default, validate=validate.OneOf(choices) if choices else None)


def whole(least: int, most: int) -> Read:
    """A whole number within bounds, both inclusive."""
    return lambda env, name, default: env.int(name, default, validate=validate.Range(least, most))


def seconds(least: float, most: float) -> Read:
    """A time in seconds within bounds, both inclusive."""
    return lambda env, name, default: env.float(name, default, validate=validate.Range(least, most))


def flag(env: Env, name: str, default: bool) -> Any:  # noqa: FBT001 - environs' own order
    """True or false, in the spellings of YAML."""
    return env.bool(name, default)


def path(env: Env, name: str, default: Any) -> Any:
    """A file or folder, relative to the folder in which the program is started."""
    return env.path(name, default)


def texts(env: Env, name: str, default: Sequence[str]) -> Any:
    """Texts with commas between them."""
    return tuple(_split(env.str(name, ",".join(default))))


def base_url(env: Env, name: str, default: str) -> Any:
    """An http or https address without a path."""
    return (env.str(name, default, validate=_is_base_url) or "").rstrip("/")


def networks(env: Env, name: str, default: Sequence[Network]) -> Any:
    """IP addresses and networks with commas between them."""
    given = env.str(name, ",".join(map(str, default)), validate=_are_networks)
    return tuple(_network(part) for part in _split(given or ""))


def json_list(env: Env, name: str, default: Sequence[Any]) -> Any:
    """A list in JSON."""
    return tuple(env.json(name, list(default), validate=_is_list) or ())


def _is_base_url(value: str) -> None:
    if not value:
        return
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path.strip("/") or parts.query:
        raise ValidationError("Give an address without a path, such as https://loyalty.example.com.")


def _split(value: str) -> list[str]:
    return [part.strip() for part in value.split(",") if part.strip()]


def _are_networks(value: str) -> None:
    try:
        [_network(part) for part in _split(value)]
    except ValueError:
        raise ValidationError("Give addresses such as 10.0.0.5 or networks such as 10.0.0.0/24.") from None


def _network(value: str) -> Network:
    return ipaddress.ip_network(value)


def _is_list(value: Any) -> None:
    if not isinstance(value, list):
        raise ValidationError("Give a JSON list.")
