"""What is taken as a card number."""

import pytest

from domain.cards.card_number import card_number, hash_card_number
from domain.errors import InvalidInput


@pytest.mark.parametrize("text", ["8934736829037", "8934 7368 29037", " 8934-7368-29037 "])
def test_spaces_and_dashes_are_dropped(text: str) -> None:
    assert card_number(text) == "8934736829037"


@pytest.mark.parametrize(
    "text", ["", "123", "89347x6829037", "8" * 41, "\uff18934736829037", "8934\u00a07368", "1_234"]
)
def test_what_is_not_digits_is_refused_and_not_repeated(text: str) -> None:
    with pytest.raises(InvalidInput, match=r"4 to 40 digits|which is not text") as caught:
        card_number(text)
    assert not text or text not in caught.value.sentence


def test_the_hash_is_lower_case_hex_sha_256() -> None:
    assert hash_card_number("1234") == "03ac674216f3e15c761ee1a5e255f067953623c8b388b4459e13f978d7c846f4"
