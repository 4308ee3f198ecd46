"""XML written as text, with the escapes that lxml writes."""

import re

_SPECIAL = re.compile("[^\t\n\x20-%'-;=?-\x7e\x80-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_is_special = _SPECIAL.search
_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "\r": "&#13;", "\x7f": "\x7f"}
_ATTRIBUTE_ESCAPES = _ESCAPES | {'"': "&quot;", "\t": "&#9;", "\n": "&#10;"}
_SPECIAL_IN_ATTRIBUTES = re.compile(_SPECIAL.pattern + '|["\t\n]')


def escaped(text: str) -> str:
    """The text of an element; a character that XML can't carry becomes U+FFFD."""
    return _SPECIAL.sub(_escape, text) if _is_special(text) else text


def escaped_attribute(text: str) -> str:
    """The value of an attribute, to stand between double quotes."""
    return _SPECIAL_IN_ATTRIBUTES.sub(lambda found: _ATTRIBUTE_ESCAPES.get(found[0], "\ufffd"), text)


def element(tag: str, text: str) -> str:
    """An element with this text."""
    return f"<{tag}>{_SPECIAL.sub(_escape, text) if _is_special(text) else text}</{tag}>"


def optional(tag: str, text: str | None) -> str:
    """An element with this text, nothing where there is none."""
    # Not by the functions above: a reply has a score of these, and a call costs what the rest of it does.
    return f"<{tag}>{_SPECIAL.sub(_escape, text) if _is_special(text) else text}</{tag}>" if text else ""


def _escape(found: re.Match[str]) -> str:
    return _ESCAPES.get(found[0], "\ufffd")


def all_escaped(texts: list[str]) -> list[str]:
    """As `escaped`, for several texts, which are looked at in one go: mostly there is nothing to escape."""
    return [escaped(text) for text in texts] if _SPECIAL.search("".join(texts)) else texts
