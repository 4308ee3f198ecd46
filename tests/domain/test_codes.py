"""Codes, names, countries and time zones that administrators type."""

from collections.abc import Callable

import pytest

from domain.codes import clean_code, clean_country, clean_name, clean_time_zone
from domain.errors import InvalidInput
from domain.status import Status, changed_status, parse_status


@pytest.mark.parametrize(
    ("clean", "text", "expected"),
    [
        (clean_code, " LOYALTY_UK ", "LOYALTY_UK"),
        (clean_code, "0001", "0001"),
        (clean_name, " High  Street ", "High  Street"),
        (clean_country, "gb", "GB"),
        (clean_country, "", ""),
        (clean_time_zone, "Europe/London", "Europe/London"),
    ],
)
def test_good_text_is_taken(clean: Callable[[str, str], str], text: str, expected: str) -> None:
    assert clean(text, "field") == expected


@pytest.mark.parametrize(
    ("clean", "text"),
    [
        (clean_code, "A B"),
        (clean_code, "-A"),
        (clean_code, "a" * 41),
        (clean_code, ""),
        (clean_name, " "),
        (clean_country, "GBR"),
        (clean_time_zone, "London"),
        (clean_time_zone, "../etc/passwd"),
        (clean_time_zone, ""),
        (clean_time_zone, "Europe"),
    ],
)
def test_bad_text_is_refused_naming_the_field(clean: Callable[[str, str], str], text: str) -> None:
    with pytest.raises(InvalidInput, match="field") as caught:
        clean(text, "field")
    assert caught.value.field == "field"


def test_closed_is_final() -> None:
    assert changed_status("ACTIVE", Status.BLOCKED, "It") is Status.BLOCKED
    assert changed_status("CLOSED", Status.CLOSED, "It") is Status.CLOSED
    with pytest.raises(InvalidInput, match="It is closed"):
        changed_status("CLOSED", Status.ACTIVE, "It")


def test_a_status_is_read_in_any_case() -> None:
    assert [parse_status(text) for text in ("", "blocked", " CLOSED ")] == [
        Status.ACTIVE,
        Status.BLOCKED,
        Status.CLOSED,
    ]
    with pytest.raises(InvalidInput, match="give ACTIVE, BLOCKED or CLOSED"):
        parse_status("open")
