"""Postcodes: one key per postcode, and the prefix of it that a till may type, by the rules of the programme's country.

Nothing is guessed: a letter O is never read as a nought, nor an I as a one. The library test that led to our own rules,
and why a key is not quite the postcode: `docs/decisions/0011-postcodes-by-our-own-rules.md`.
"""

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from domain.errors import InvalidInput
from domain.text import clean_text, echo

LONGEST_POSTCODE = 20
"""Longest postcode taken, as typed, in characters."""

_GAP = re.compile(r"[ \t.\u2010-\u2015-]+")

# Royal Mail's own limits: no Q, V or X at the start, no I, J or Z after it, few letters behind a digit, and none of
# C I K M O V at the end, so that QQ1 1AA and M1 1OA are refused.
_AREA = "(?P<area>[A-PR-UWYZ][A-HK-Y]?)"
_OUTWARD = _AREA + "(?P<district>[1-9]?[0-9])(?P<letter>(?<![0-9]{2})[A-HJKMNPR-Y]|)"
_UNIT = "[ABD-HJLNP-UW-Z]"
_GB_FULL = re.compile(f"{_OUTWARD}(?P<inward>[0-9]{_UNIT}{{2}})")
_GB_OUTWARD = re.compile(_OUTWARD)
_GB_PART = re.compile(f"{_OUTWARD} ?(?P<inward>[0-9]{_UNIT}?)")
# Girobank, and the territories whose outward half has no digits.
_TERRITORIES = ("ASCN", "BBND", "BIQQ", "FIQQ", "PCRN", "SIQQ", "STHL", "TDCU", "TKCA")
_GB_SPECIAL = {"GIR0AA": "GIR 0AA"} | {f"{half}1ZZ": f"{half} 1ZZ" for half in _TERRITORIES}
_GB_SPECIAL_OUTWARD = {"BFPO", "GIR", *_TERRITORIES}
_BFPO = re.compile("BFPO([0-9]{1,4})")


class PostcodeRule(NamedTuple):
    """How one country writes postcodes.

    Both functions take what was typed, in upper case, with single spaces for gaps, and answer None for what the country
    does not write: `key` knows whole postcodes, `prefix` the parts that a search may ask for, whole ones included.
    """

    key: Callable[[str], str | None]
    prefix: Callable[[str], str | None]
    examples: str


def postcode_key(postcode: str, country: str) -> str | None:
    """Return the key under which a customer's postcode is found, or None where it is not one of `country` (ISO, GB).

    A postcode that no rule knows is kept as it was written on the customer; only the search passes it by.
    """
    typed = _typed(postcode)
    return None if typed is None else _rule(country).key(typed)


def postcode_prefix(text: str, country: str, field: str) -> str:
    """Return what the keys of the wanted customers begin with, for a whole postcode or a part from its front.

    Raises InvalidInput, naming `field` and what would do, for what `country` (ISO, GB) does not write.
    """
    rule = _rule(country)
    typed = _typed(clean_text(text, field))
    prefix = None if typed is None else rule.prefix(typed)
    if prefix is None:
        raise InvalidInput(
            f"{field} {echo(text)!r} is no postcode here; give one such as {rule.examples}.", field=field
        )
    return prefix


def _typed(text: str) -> str | None:
    spaced = _GAP.sub(" ", text).strip()
    # Before upper(), which turns some letters of other scripts into ASCII ones.
    return spaced.upper() if spaced.isascii() and len(spaced) <= LONGEST_POSTCODE else None


def _gb_key(typed: str) -> str | None:
    compact = typed.replace(" ", "")
    if full := _GB_FULL.fullmatch(compact):
        return f"{_gb_outward(full)} {full['inward']}"
    if forces := _BFPO.fullmatch(compact):
        return f"BFPO {int(forces[1]):04}"
    return _GB_SPECIAL.get(compact)


def _gb_prefix(typed: str) -> str | None:
    compact = typed.replace(" ", "")
    # Only a gap tells the front of M1 1AA, "M1 1", from the outward half of M11 1AA, "M11".
    part = _GB_PART.fullmatch(typed) if " " in typed else None
    if not part and (outward := _GB_OUTWARD.fullmatch(compact)):
        return _gb_outward(outward)
    if part := part or _GB_PART.fullmatch(compact):
        return f"{_gb_outward(part)} {part['inward']}"
    if compact in _GB_SPECIAL_OUTWARD:
        return f"{compact} "
    return _gb_key(typed)


def _gb_outward(match: re.Match[str]) -> str:
    """The outward half with two digits: M1 is M01 and does not begin M11, while SW1 (SW01) does begin SW1A (SW01A)."""
    return f"{match['area']}{match['district']:0>2}{match['letter']}"


def _by_pattern(full: str, part: str, examples: str) -> PostcodeRule:
    """Return the rule of a country whose postcodes are found by their front as they stand, gaps left out."""
    whole, front = re.compile(full), re.compile(part)

    def matched(pattern: re.Pattern[str], typed: str) -> str | None:
        compact = typed.replace(" ", "")
        return compact if pattern.fullmatch(compact) else None

    return PostcodeRule(lambda typed: matched(whole, typed), lambda typed: matched(front, typed), examples)


_IE_ROUTING, _IE_UNIQUE = "(?:D6W|[AC-FHKNPRTV-Y][0-9]{2})", "[0-9AC-FHKNPRTV-Y]"

COUNTRY_RULES: Mapping[str, PostcodeRule] = {
    "GB": PostcodeRule(_gb_key, _gb_prefix, "M1 1AA, M1 or M1 1"),
    "IE": _by_pattern(f"{_IE_ROUTING}{_IE_UNIQUE}{{4}}", f"{_IE_ROUTING}{_IE_UNIQUE}{{0,4}}", "D02 X285 or D02"),
    "IT": _by_pattern("[0-9]{5}", "[0-9]{2,5}", "20121 or 20"),
    "US": _by_pattern("[0-9]{5}(?:[0-9]{4})?", "[0-9]{3,9}", "60601, 60601-1234 or 606"),
}
"""The countries whose rules are known. A country joins with a line here and its cases in the tests."""

_ANY_COUNTRY = _by_pattern("[0-9A-Z]{3,12}", "[0-9A-Z]{2,12}", "75001 or 75")


def _rule(country: str) -> PostcodeRule:
    return COUNTRY_RULES.get(country.upper(), _ANY_COUNTRY)
