"""A page token is good for the query that it was issued for, unchanged, and for nothing else."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.customers.name_keys import LONGEST_KEY
from domain.errors import InvalidInput
from domain.page_tokens import PageTokens, Position
from domain.text import LONGEST_IDENTIFIER

TOKENS = PageTokens(b"k" * 32)
QUERY = (1, "name", "smi")
POSITION = Position(20, ("smith jan", "100"))


@given(st.integers(0, 10**9), st.lists(st.text(max_size=50), max_size=3), st.lists(st.text(max_size=9) | st.integers()))
def test_a_token_brings_back_its_position(offset: int, after: list[str], query: list[str | int]) -> None:
    token = TOKENS.issue(query, Position(offset, tuple(after)))
    assert set(token) <= set(string.ascii_letters + string.digits + "-_")
    assert TOKENS.read(token, query) == Position(offset, tuple(after))


@pytest.mark.parametrize(
    "query", [(2, "name", "smi"), (1, "name", "smit"), (1, "postcode", "smi"), (1, "names", "mi"), ()]
)
def test_a_token_of_another_query_or_programme_is_refused(query: tuple[str | int, ...]) -> None:
    with pytest.raises(InvalidInput) as refused:
        TOKENS.read(TOKENS.issue(QUERY, POSITION), query)
    assert refused.value.field == "pageToken"


@given(st.data())
def test_a_token_with_any_character_changed_is_refused(data: st.DataObject) -> None:
    token = TOKENS.issue(QUERY, POSITION)
    at = data.draw(st.integers(0, len(token) - 2))
    other = data.draw(st.sampled_from(string.ascii_letters + string.digits + "-_").filter(lambda c: c != token[at]))
    with pytest.raises(InvalidInput):
        TOKENS.read(token[:at] + other + token[at + 1 :], QUERY)


@pytest.mark.parametrize("token", ["", "a", "é" * 40, "=" * 8, "a b", "A" * 5_000, "\x00", "AAAA+/AA"])
def test_what_was_never_a_token_is_refused(token: str) -> None:
    with pytest.raises(InvalidInput):
        TOKENS.read(token, QUERY)


def test_the_longest_position_fits_into_a_token() -> None:
    longest = Position(10**12, ("k" * LONGEST_KEY, "k" * LONGEST_KEY, "9" * LONGEST_IDENTIFIER))
    assert TOKENS.read(TOKENS.issue(QUERY, longest), QUERY) == longest


def test_another_secret_refuses_and_is_never_shown() -> None:
    with pytest.raises(InvalidInput):
        PageTokens(b"other" * 8).read(TOKENS.issue(QUERY, POSITION), QUERY)
    assert "kkk" not in repr(TOKENS)
