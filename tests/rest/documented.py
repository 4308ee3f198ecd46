"""Comparing a reply with what the vendor's pages print of it."""

from typing import Any


def missing_from(documented: Any, reply: Any, where: str = "$") -> list[str]:
    """What a documented piece of JSON says that the reply does not say; the reply may say more."""
    if isinstance(documented, dict):
        if not isinstance(reply, dict):
            return [f"{where} is no object"]
        return [
            lack
            for name, value in documented.items()
            for lack in (missing_from(value, reply[name], f"{where}.{name}") if name in reply else [f"{where}.{name}"])
        ]
    if isinstance(documented, list):
        if not isinstance(reply, list) or len(reply) != len(documented):
            return [f"{where} is not a list of {len(documented)}"]
        pairs = enumerate(zip(documented, reply, strict=True))
        return [lack for at, (one, other) in pairs for lack in missing_from(one, other, f"{where}[{at}]")]
    is_same = type(documented) is type(reply) and documented == reply
    return [] if is_same else [f"{where} is {reply!r}, not {documented!r}"]
