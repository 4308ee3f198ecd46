"""JSON in and out, exactly."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from rest.enactor.json_text import JsonNumber, read_json, write_json

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


@given(PLAIN)
def test_what_is_written_is_the_same_json_in_ascii(value: Any) -> None:
    text = write_json(value)
    assert text.isascii()
    assert json.loads(text) == value


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**14), max_value=10**14))
def test_decimals_leave_with_their_places_and_without_exponent(amount: Decimal) -> None:
    text = write_json(amount)
    assert "e" not in text.lower()
    assert Decimal(text) == amount
    assert len(text.partition(".")[2]) == 4


def test_a_float_is_never_written() -> None:
    with pytest.raises(TypeError):
        write_json({"balance": 1.0})


@given(st.integers() | st.decimals(allow_nan=False, allow_infinity=False))
def test_numbers_are_read_as_they_were_written(number: int | Decimal) -> None:
    literal = str(number).replace("E", "e")
    assert read_json(f"[{literal}]".encode(), depth_limit=1) == [JsonNumber(literal)]


@pytest.mark.parametrize("limit", [1, 2, 32])
@pytest.mark.parametrize(
    ("left", "inside", "right"), [("[", "", "]"), ("[", "1", "]"), ('{"a":', "{}", "}"), ('{"a":', "1", "}")]
)
def test_depth_is_bounded_exactly(limit: int, left: str, inside: str, right: str) -> None:
    levels = limit - inside.count("{")
    read_json((left * levels + inside + right * levels).encode(), depth_limit=limit)
    with pytest.raises(InvalidInput):
        read_json((left * (levels + 1) + inside + right * (levels + 1)).encode(), depth_limit=limit)


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_with_a_short_sentence(body: bytes) -> None:
    sentence = ""
    try:
        read_json(body, depth_limit=5)
    except InvalidInput as refused:
        sentence = refused.sentence
    assert len(sentence) < 300
