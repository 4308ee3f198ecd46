"""Text on its way in: one form, and the same refusals, whichever protocol it came by.

Both faces hand text over through here, so a name that SOAP cannot carry (XML 1.0 forbids it) is refused on REST as
well, and a card number in full-width digits is refused on both.
"""

import re
import unicodedata

from domain.errors import InvalidInput

LONGEST_TEXT = 255
"""Longest text taken where the caller of `clean_text` names no other limit, in characters."""

LONGEST_IDENTIFIER = 100
"""Longest id or card number taken, in characters."""

LONGEST_ECHO = 200
"""How much of the caller's own input any reply or log line repeats, in characters."""

XML_WHITESPACE = " \t\r\n"
"""What XML counts as space around a value. `str.strip()` would also take U+00A0 and the separators U+001C to U+001F."""

# Controls (C0, DEL, C1), lone surrogates, and the two code points besides them that XML 1.0 has no way to write.
_REFUSED = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_NOT_PLAIN_ASCII = re.compile(r"[^\x20-\x7e]")


def clean_text(value: str, field: str, *, longest: int = LONGEST_TEXT) -> str:
    """Return `value` in Unicode NFC, without the space around it; it may come out empty.

    Raises InvalidInput, naming `field`, for a control, a lone surrogate, a character that XML cannot carry, or more
    than `longest` characters.
    """
    text = value.strip(XML_WHITESPACE)
    if refused := _REFUSED.search(text):
        raise InvalidInput(
            f"{field} has the character U+{ord(refused[0]):04X}, which is not text; remove it.", field=field
        )
    # Letters typed as base and accent may be several times as long before NFC; a run of accents without end takes
    # quadratic time in it.
    if len(text) <= 4 * longest:
        text = unicodedata.normalize("NFC", text)
    if len(text) > longest:
        raise InvalidInput(f"{field} has {len(text)} characters; give at most {longest}.", field=field)
    return text


def clean_identifier(value: str, field: str, *, longest: int = LONGEST_IDENTIFIER) -> str:
    """Return an id or a card number without the space around it, to be compared as it is.

    Raises InvalidInput, naming `field`, when nothing is left, when it is longer than `longest` characters, or when it
    has anything but printable ASCII: two spellings that look alike must never be two accounts.
    """
    text = value.strip(XML_WHITESPACE)
    # Nearly every one is plain already. Printable ASCII is in NFC, and XML can carry it.
    if text and len(text) <= longest and text.isascii() and text.isprintable():
        return text
    text = clean_text(value, field, longest=longest)
    if not text:
        raise InvalidInput(f"{field} is empty; give it a value or leave it out.", field=field)
    if _NOT_PLAIN_ASCII.search(text):
        raise InvalidInput(f"{field} takes ASCII letters, digits and signs; got {echo(text)!r}.", field=field)
    return text


def optional_identifier(value: str, field: str, *, longest: int = LONGEST_IDENTIFIER) -> str:
    """As `clean_identifier`, but nothing or only space is no value: the empty text."""
    return clean_identifier(value, field, longest=longest) if value and value.strip(XML_WHITESPACE) else ""


def echo(value: str) -> str:
    """Return the caller's input fit to be repeated: at most 200 characters, what can't be printed shown as U+FFFD."""
    shown = value if len(value) <= LONGEST_ECHO else value[: LONGEST_ECHO - 1] + "…"
    return _REFUSED.sub("\N{REPLACEMENT CHARACTER}", shown)
