"""Turns the bytes of a body into UTF-8, where Content-Type, byte order mark and XML declaration agree."""

import codecs
import re

from domain.errors import InvalidInput
from wsdl.refusal import SoapRefusal, echo

_ENCODINGS = {
    "utf-8": ("utf-8",),
    "utf8": ("utf-8",),
    "us-ascii": ("ascii",),
    "ascii": ("ascii",),
    "utf-16": ("utf-16-le", "utf-16-be"),
    "utf16": ("utf-16-le", "utf-16-be"),
    "utf-16le": ("utf-16-le",),
    "utf-16be": ("utf-16-be",),
}
"""What a body may be encoded in, by the names people give them: the WS-I Basic Profile has UTF-8 and UTF-16 (R1012)."""
_UTF8_NAMES = frozenset({"", "utf-8"})
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    # No mark: an XML document begins with a "<" (after white space, where it has no declaration).
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
_DECLARATION = re.compile(rb"""^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z][A-Za-z0-9._-]{0,39})["'][^>]*\?>""")


def to_utf8(body: bytes, charset: str) -> bytes:
    """The body in UTF-8 without byte order mark.

    `charset` is the Content-Type's, lower case, or empty. Raises `SoapRefusal` for an encoding other than UTF-8 and
    UTF-16, for bytes that are not what they are said to be, and where two of the three say different things.
    """
    if charset in _UTF8_NAMES and body.isascii() and b"\0" not in body and b"encoding" not in body:
        return body
    if charset and charset not in _ENCODINGS:
        raise _refused(f"The charset {echo(charset)!r} is not accepted")
    codec = next((name for mark, name in _MARKS if body.startswith(mark)), "utf-8")
    # What is ASCII is UTF-8 as well, and is that where nothing says ASCII.
    actual = {codec, "ascii"} if codec == "utf-8" and body.isascii() else {codec}
    if charset and actual.isdisjoint(_ENCODINGS[charset]):
        raise _refused("The body is not in the charset that the Content-Type says")
    try:
        # Decoded even where it is UTF-8 already: this is what finds bytes that are not.
        text = body.decode(codec)
    except UnicodeDecodeError as error:
        raise _refused("The body has bytes that do not belong to its encoding") from error
    utf8 = text.removeprefix("\ufeff").encode()
    declared = _DECLARATION.match(utf8)
    if declared and actual.isdisjoint(_ENCODINGS.get(declared[1].decode().lower(), ())):
        raise _refused("The XML declaration names another encoding than the body has")
    return utf8


def _refused(what: str) -> SoapRefusal:
    return SoapRefusal(InvalidInput(f"{what}; send UTF-8 (or UTF-16), and say the same everywhere."))
