"""Which currencies are known, with how many decimal places."""

import pytest

from domain.currencies import currency_code, currency_places
from domain.errors import InvalidInput


@pytest.mark.parametrize(("code", "places"), [("GBP", 2), ("JPY", 0), ("KWD", 3), ("XCG", 2), ("CLP", 0)])
def test_places_are_those_of_iso_4217(code: str, places: int) -> None:
    assert currency_places(code) == places


def test_a_code_is_taken_in_any_case() -> None:
    assert currency_code(" gbp ") == "GBP"


@pytest.mark.parametrize("text", ["GPB", "", "XXX", "GBPP", "\u00a3"])
def test_what_is_no_currency_is_refused(text: str) -> None:
    with pytest.raises(InvalidInput, match="GBP or EUR"):
        currency_code(text)
