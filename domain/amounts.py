"""Amounts: signed decimals of four places, never floats.

One strict grammar serves both protocols. Inside, an amount is a `Decimal`; in the database and in the ledger's
arithmetic it is an integer of ten-thousandths ("scaled"). Money may travel in the currency's smallest unit.
"""

import re
from decimal import Decimal

from domain.errors import InvalidInput

PLACES = 4
SCALE = 10**PLACES
SCALED_LIMIT = 10**18 - 1
"""The largest scaled amount or balance: fourteen digits before the point, four after; fits in 64 bits."""

_GRAMMAR = re.compile(r"-?[0-9]{1,14}(\.[0-9]{1,4})?")


def parse_amount(text: str, *, field: str = "updateAmount") -> Decimal:
    r"""Read an amount by the one grammar, `-?\d{1,14}(\.\d{1,4})?` in ASCII; else `InvalidInput` naming the field."""
    if not _GRAMMAR.fullmatch(text):
        raise InvalidInput(
            f"{field} is not an amount: up to 14 digits, then at most 4 decimal places, with a point and no exponent.",
            field=field,
        )
    return Decimal(text)


def to_scaled(amount: Decimal) -> int:
    """The amount in ten-thousandths; raises ValueError where it has more than four places."""
    scaled = amount.scaleb(PLACES)
    whole = int(scaled)
    if whole != scaled:
        raise ValueError("an amount has at most four decimal places")
    return whole


def from_scaled(scaled: int) -> Decimal:
    """The decimal amount of a scaled one, with no exponent above zero."""
    return Decimal(scaled).scaleb(-PLACES)


def format_amount(amount: Decimal, precision: int) -> str:
    """Write an amount with exactly `precision` places, never with an exponent, and never minus zero."""
    return f"{amount + 0:.{precision}f}" if amount else f"{Decimal(0):.{precision}f}"


def format_plain(amount: Decimal) -> str:
    """Write an amount with no more places than it needs, never with an exponent."""
    return f"{amount.normalize() + 0:f}"
