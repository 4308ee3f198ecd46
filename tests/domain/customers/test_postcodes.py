"""Which postcodes are taken, how they are typed, and whom a part of one finds."""

import pytest

from domain.customers.postcodes import postcode_key, postcode_prefix
from domain.errors import InvalidInput

WHOLE = [
    ("GB", "M1 1AA", "M01 1AA"),
    ("GB", "m11aa", "M01 1AA"),
    ("GB", " M 1 1 A A ", "M01 1AA"),
    ("GB", "M1-1AA", "M01 1AA"),
    ("GB", "M11 1AA", "M11 1AA"),
    ("GB", "CR2 6XH", "CR02 6XH"),
    ("GB", "DN55 1PT", "DN55 1PT"),
    ("GB", "W1A 1HQ", "W01A 1HQ"),
    ("GB", "ec1a1bb", "EC01A 1BB"),
    ("GB", "BS0 1AA", "BS00 1AA"),
    ("GB", "gir0aa", "GIR 0AA"),
    ("GB", "BFPO 57", "BFPO 0057"),
    ("GB", "bfpo1234", "BFPO 1234"),
    ("GB", "BF1 3AA", "BF01 3AA"),
    ("GB", "GX11 1AA", "GX11 1AA"),
    ("GB", "FIQQ 1ZZ", "FIQQ 1ZZ"),
    ("IE", "d02 x285", "D02X285"),
    ("IE", "D6WXY00", "D6WXY00"),
    ("IT", "20121", "20121"),
    ("US", "60601", "60601"),
    ("US", "60601-1234", "606011234"),
    ("NL", "1012 ab", "1012AB"),
    ("fr", "75001", "75001"),
]


@pytest.mark.parametrize(("country", "postcode", "key"), WHOLE)
def test_a_whole_postcode_has_one_key_however_it_is_typed(country: str, postcode: str, key: str) -> None:
    assert postcode_key(postcode, country) == key
    assert postcode_prefix(postcode, country, "searchPostcode") == key


NEVER = [
    ("GB", "00000"),
    ("GB", "QQ1 1AA"),
    ("GB", "M1 1OA"),
    ("GB", "MI 1AA"),
    ("GB", "M1 IAA"),
    ("GB", "GIR OAA"),
    ("GB", "M01 1AA"),
    ("GB", "M11A 1AA"),
    ("GB", "BFPO 12345"),
    ("GB", "FIQQ 1ZA"),
    ("GB", "\uff2d\uff11 1AA"),
    ("GB", "\u017fw1a 1aa"),
    ("GB", "75001"),
    ("GB", ""),
    ("GB", "M1 1AA M1 1AA M1 1AA"),
    ("IE", "B02 X285"),
    ("IE", "D02 X28O"),
    ("IT", "2012I"),
    ("US", "6060O"),
    ("NL", "10*12"),
    ("NL", "A" * 13),
]


@pytest.mark.parametrize(("country", "postcode"), NEVER)
def test_what_a_country_does_not_write_has_no_key_and_is_no_search(country: str, postcode: str) -> None:
    assert postcode_key(postcode, country) is None
    with pytest.raises(InvalidInput) as refused:
        postcode_prefix(postcode, country, "searchPostcode")
    assert refused.value.field == "searchPostcode"


FOUND = [
    ("GB", "M1", "M1 1AA", True),
    ("GB", "M1", "M11 1AA", False),
    ("GB", "M11", "M11 1AA", True),
    ("GB", "M11", "M1 1AA", False),
    ("GB", "M1 1", "M1 1AA", True),
    ("GB", "M1 1", "M1 2AA", False),
    ("GB", "M1 1", "M11 1AA", False),
    ("GB", "m1 1a", "M1 1AA", True),
    ("GB", "M1 1A", "M1 1BA", False),
    ("GB", "M11A", "M1 1AA", True),
    ("GB", "M111", "M11 1AA", True),
    ("GB", "M 11", "M11 1AA", True),
    ("GB", "SW1", "SW1A 1AA", True),
    ("GB", "SW1", "SW11 1AA", False),
    ("GB", "SW1A", "SW1A 1AA", True),
    ("GB", "SW1A", "SW1 1AA", False),
    ("GB", "EC1A1", "EC1A 1BB", True),
    ("GB", "BS0", "BS0 1AA", True),
    ("GB", "BFPO", "BFPO 57", True),
    ("GB", "BFPO 5", "BFPO 57", False),
    ("GB", "GIR", "GIR 0AA", True),
    ("GB", "FIQQ", "FIQQ 1ZZ", True),
    ("IE", "D02", "D02 X285", True),
    ("IE", "D02 X", "D02 X285", True),
    ("IE", "D6W", "D02 X285", False),
    ("IT", "20", "20121", True),
    ("US", "606", "60601-1234", True),
    ("US", "60601", "60601-1234", True),
    ("NL", "10", "1012 AB", True),
]


@pytest.mark.parametrize(("country", "typed", "postcode", "finds"), FOUND)
def test_a_part_finds_the_postcodes_that_it_begins(country: str, typed: str, postcode: str, finds: bool) -> None:
    key = postcode_key(postcode, country)
    assert key is not None
    assert key.startswith(postcode_prefix(typed, country, "searchPostcode")) is finds


@pytest.mark.parametrize(
    ("country", "typed"),
    [("GB", "M"), ("GB", "SW"), ("GB", "1AA"), ("IE", "D0"), ("IT", "2"), ("US", "60"), ("NL", "1")],
)
def test_too_little_of_a_postcode_is_refused(country: str, typed: str) -> None:
    with pytest.raises(InvalidInput, match="give one such as"):
        postcode_prefix(typed, country, "searchPostcode")


def test_a_refusal_repeats_little_of_what_was_typed() -> None:
    with pytest.raises(InvalidInput) as refused:
        postcode_prefix("M" * 255, "GB", "searchPostcode")
    assert len(refused.value.sentence) < 300
