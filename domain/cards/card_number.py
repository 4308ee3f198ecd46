"""Card numbers: digits, and the hash that stands for them where the number itself must not be sent."""

from hashlib import sha256

from domain.errors import InvalidInput
from domain.text import clean_text

SHORTEST, LONGEST = 4, 40

_GAPS = str.maketrans("", "", " -")


def card_number(text: str, field: str = "number") -> str:
    """The digits of a card number, without the spaces and dashes that people write between them.

    Raises `InvalidInput`, naming `field`, for anything but 4 to 40 digits. The text is not repeated: it may be a
    payment card's number.
    """
    digits = clean_text(text, field).translate(_GAPS)
    if not (digits.isascii() and digits.isdigit() and SHORTEST <= len(digits) <= LONGEST):
        raise InvalidInput(
            f"{field} is not a card number: give {SHORTEST} to {LONGEST} digits; spaces and dashes may be between them.",
            field=field,
        )
    return digits


def card_digits(text: str) -> str:
    """The digits as `card_number` gives them; empty for what is no card number."""
    try:
        return card_number(text)
    except InvalidInput:
        return ""


def hash_card_number(digits: str) -> str:
    """SHA-256 of the digits as lower-case hex: what a till sends as hashed number (a guess, see the contract)."""
    return sha256(digits.encode("ascii")).hexdigest()
