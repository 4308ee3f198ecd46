"""A customer is found once by every prefix of every spelling, and by nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.customers.name_keys import LONGEST_KEY, NameKey, fold, name_keys, name_term, prefix_end
from domain.errors import InvalidInput


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("O'Brien", "obrien"),
        ("O\u2019BRIEN", "obrien"),
        ("O\u00b4Brien", "obrien"),
        ("M\u00fcller", "muller"),
        ("MU\u0308LLER", "muller"),
        ("Stra\u00dfe", "strasse"),
        ("\u0130pek", "ipek"),
        ("\u0141ukasz", "lukasz"),
        ("\u00c6gir", "aegir"),
        ("\u0412\u043e\u0434\u0430", "voda"),
        ("\u041e\u043b\u044c\u0433\u0430", "olga"),
        ("\u738b\u5c0f\u660e", "wangxiaoming"),
        ("\uff33\uff4d\uff49\uff54\uff48", "smith"),
        ("Gal\u00b7la", "galla"),
        ("Smith--Jones", "smith jones"),
        ("  St. John\u00a0 (Jr.) ", "st john jr"),
        ("J. R. R.", "j r r"),
        ("van der Berg", "van der berg"),
        ("1st", "1st"),
        ("'.-", ""),
        ("", ""),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text(max_size=30))
def test_a_folded_text_has_letters_digits_and_single_spaces_and_folds_to_itself(text: str) -> None:
    folded = fold(text)
    assert re.fullmatch("([a-z0-9]+( [a-z0-9]+)*)?", folded)
    assert fold(folded) == folded


def test_the_spellings_of_a_plain_name() -> None:
    assert name_keys("Amelia", "Baldwin") == (NameKey("baldwin amelia", 0), NameKey("amelia baldwin", 0))


def test_the_spellings_of_a_surname_in_parts() -> None:
    assert name_keys("Jan", "van der Berg") == (
        NameKey("van der berg jan", 0),
        NameKey("vanderberg jan", 3),
        NameKey("jan van der berg", 0),
        NameKey("jan vanderberg", 7),
    )


@pytest.mark.parametrize(("forename", "surname"), [("Ann", ""), ("", "Ann"), ("Ann", "'")])
def test_half_a_name_has_one_spelling(forename: str, surname: str) -> None:
    assert name_keys(forename, surname) == (NameKey("ann", 0),)


def test_a_name_without_letters_has_no_spelling() -> None:
    assert name_keys("-", "\ufe0f'") == ()


# Few letters, so that spellings overlap as often as they can.
NAMES = st.text(alphabet="ab -'", max_size=8) | st.text(max_size=12)


def found(keys: tuple[NameKey, ...], term: str) -> list[NameKey]:
    """The rows that the search's condition keeps, as the databases compute it."""
    return [row for row in keys if term <= row.key < prefix_end(term) and row.shared_length < len(term)]


def expected_spellings(forename: str, surname: str) -> set[str]:
    first, last = fold(forename), fold(surname)
    pairs = [(one, two) for name in {last, last.replace(" ", "")} for one, two in ((name, first), (first, name))]
    return {f"{one} {two}".strip() for one, two in pairs} - {""}


@given(NAMES, NAMES)
def test_every_prefix_of_every_spelling_finds_the_customer_once(forename: str, surname: str) -> None:
    keys = name_keys(forename, surname)
    for spelling in expected_spellings(forename, surname):
        for end in range(1, min(len(spelling), LONGEST_KEY) + 1):
            if term := spelling[:end].rstrip():
                assert len(found(keys, term)) == 1, term


@given(NAMES, NAMES, st.text(alphabet="ab ", min_size=1, max_size=6).map(str.strip).filter(bool))
def test_nothing_else_finds_the_customer(forename: str, surname: str, term: str) -> None:
    matches = any(spelling.startswith(term) for spelling in expected_spellings(forename, surname))
    assert bool(found(name_keys(forename, surname), term)) == matches


def test_a_surname_match_is_listed_by_its_surname() -> None:
    assert found(name_keys("Anna", "Adams"), "a") == [NameKey("adams anna", 0)]
    assert found(name_keys("Anna", "Adams"), "an") == [NameKey("anna adams", 1)]


def test_names_past_any_length_are_found_by_their_front() -> None:
    keys = name_keys("b" * 255, "a" * 255)
    assert all(len(row.key) <= LONGEST_KEY for row in keys)
    assert len(found(keys, name_term("a" * 255, "searchName"))) == 1


def test_the_shortest_term_is_one_character() -> None:
    assert name_term(" A ", "searchName") == "a"
    assert name_term("O'", "searchName") == "o"


@pytest.mark.parametrize("text", ["", "  ", "'", "-.-", "\u0301"])
def test_a_term_of_which_nothing_is_left_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        name_term(text, "searchName")
    assert refused.value.field == "searchName"


@pytest.mark.parametrize(("prefix", "end"), [("a", "b"), ("smi", "smj"), ("az", "a{"), ("a9", "a:"), ("M01 ", "M01!")])
def test_the_end_of_a_prefix(prefix: str, end: str) -> None:
    assert prefix_end(prefix) == end
