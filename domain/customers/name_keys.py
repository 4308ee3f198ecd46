"""The spellings under which a customer is found by name.

A customer has one key per spelling that a till may type, and a search is one range over all keys. The why, and what it
means for the order of a page: `docs/decisions/0010-a-name-search-is-one-index-range.md`.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from anyascii import anyascii

from domain.errors import InvalidInput
from domain.text import clean_text, echo

LONGEST_KEY = 200
"""Keys and terms are cut here, in characters: far past any name, and far below what an index row may hold."""

# Apostrophes and what stands for them (accents on their own, quotation marks, primes, modifier letters), full stops,
# and the Catalan middle dot.
_DROPPED = dict.fromkeys(
    map(ord, "'`.\u00b4\u2018\u2019\u201b\u02b9\u02bb\u02bc\u02bd\u02c8\u2032\uff07\uff0e\u00b7\u2027")
)
_NOT_IN_KEYS = re.compile(r"[^a-z0-9]+")


class NameKey(NamedTuple):
    """One spelling of a customer's name.

    `shared_length` is the length of the longest prefix that it shares with an earlier spelling of the same customer, 0
    for the first: a term no longer than that has found the customer already, so a search keeps the rows where
    `shared_length` is less than the term's length, and lists nobody twice.
    """

    key: str
    shared_length: int


def fold(text: str) -> str:
    """Return `text` as searches compare it: of the characters [a-z0-9 ] only, without outer or double spaces.

    Case, accents and scripts are folded (Müller and MULLER, Вода and voda), apostrophes and full stops dropped
    (O'Brien: obrien), and every other run of punctuation is one space. It may come out empty.
    """
    plain = unicodedata.normalize("NFKC", text.translate(_DROPPED).casefold())
    latin = anyascii(plain.translate(_DROPPED)).lower().translate(_DROPPED)
    return _NOT_IN_KEYS.sub(" ", latin).strip()


def name_keys(forename: str, surname: str) -> tuple[NameKey, ...]:
    """Return the keys of a customer, those that begin with the surname first; none when folding leaves nothing."""
    keys: list[NameKey] = []
    for spelling in _spellings(fold(forename), fold(surname)):
        shared = max((_shared_length(spelling, earlier.key) for earlier in keys), default=0)
        # A spelling that an earlier one begins with could never be the one that is listed.
        if shared < len(spelling):
            keys.append(NameKey(spelling, shared))
    return tuple(keys)


def name_term(text: str, field: str) -> str:
    """Return the folded term of a name search, at least one character.

    Raises InvalidInput, naming `field`, for what `clean_text` refuses and when folding leaves nothing to search for.
    """
    term = fold(clean_text(text, field))[:LONGEST_KEY].rstrip()
    if not term:
        raise InvalidInput(f"{field} needs at least one letter or digit; got {echo(text)!r}.", field=field)
    return term


def prefix_end(prefix: str) -> str:
    """Return the first string, by code point, after everything that begins with `prefix` (ASCII, not empty)."""
    return prefix[:-1] + chr(ord(prefix[-1]) + 1)


def _spellings(forename: str, surname: str) -> Iterator[str]:
    surnames = [surname, surname.replace(" ", "")] if " " in surname else [surname]
    for name in surnames:
        yield f"{name} {forename}".strip()[:LONGEST_KEY].rstrip()
    for name in surnames:
        yield f"{forename} {name}".strip()[:LONGEST_KEY].rstrip()


def _shared_length(one: str, other: str) -> int:
    return next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
