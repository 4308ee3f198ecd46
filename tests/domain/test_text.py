"""What text is taken, in which form, and what is said about the rest."""

import unicodedata
import xml.etree.ElementTree as ET
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInput
from domain.text import LONGEST_ECHO, clean_identifier, clean_text, echo


def test_text_is_trimmed_and_composed() -> None:
    assert clean_text(" \t\r\nMu\u0308ller\n", "searchName") == "M\u00fcller"


@pytest.mark.parametrize("code", [0, 0x07, 0x09, 0x0A, 0x1C, 0x7F, 0x85, 0xD800, 0xDFFF, 0xFFFE, 0xFFFF])
def test_what_is_no_text_is_refused_and_named(code: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        clean_text(f"a{chr(code)}b", "searchName")
    assert refused.value.field == "searchName"
    assert f"U+{code:04X}" in refused.value.sentence
    assert chr(code) not in refused.value.sentence


@given(st.text(alphabet=st.characters(), max_size=20))
def test_what_is_taken_can_travel_in_xml_and_utf8(text: str) -> None:
    try:
        taken = clean_text(text, "searchName")
    except InvalidInput:
        return
    assert taken == unicodedata.normalize("NFC", taken)
    assert (ET.fromstring(f"<a>{escape(taken)}</a>".encode()).text or "") == taken


def test_a_text_at_the_limit_is_taken_and_a_longer_one_refused() -> None:
    assert len(clean_text("a" * 255, "forename")) == 255
    assert len(clean_text("e\u0301" * 255, "forename")) == 255
    for longer in ("a" * 256, "\u0301" * 100_000, "\u0958" * 200):
        with pytest.raises(InvalidInput, match="at most 255"):
            clean_text(longer, "forename")


def test_identifiers_are_ascii_as_they_stand() -> None:
    assert clean_identifier("  0101-aB 9 ", "accountId") == "0101-aB 9"


@pytest.mark.parametrize("value", ["", "  ", "\uff11\uff12", "1\u00a02", "\u0430bc", "12\u200b", "1" * 101])
def test_identifiers_that_look_like_others_are_refused(value: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        clean_identifier(value, "cardNumber")
    assert refused.value.field == "cardNumber"


@given(st.text(st.one_of(st.characters(codec="ascii"), st.sampled_from("e\u0301\uff11\u00a0\x1f\x7f")), max_size=8))
def test_an_identifier_is_the_text_it_would_be_and_printable_ascii(text: str) -> None:
    try:
        taken = clean_text(text, "accountId", longest=4)
    except InvalidInput:
        taken = ""
    if taken and all(" " <= sign <= "~" for sign in taken):
        assert clean_identifier(text, "accountId", longest=4) == taken
    else:
        with pytest.raises(InvalidInput):
            clean_identifier(text, "accountId", longest=4)


@given(st.text(alphabet=st.characters(), max_size=500))
def test_an_echo_is_short_and_can_be_written_anywhere(text: str) -> None:
    shown = echo(text)
    assert len(shown) <= LONGEST_ECHO
    shown.encode("utf-8")
    assert not {"\n", "\x00", "\x7f"} & set(shown)


def test_an_echo_of_harmless_input_is_the_input() -> None:
    assert echo("M1 1OA") == "M1 1OA"
    assert echo("x" * 300) == "x" * 199 + "…"
