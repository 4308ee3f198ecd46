"""Points on the wire."""

from decimal import Decimal

from domain.amounts import format_plain


def plain(points: Decimal) -> Decimal:
    """The points with no more places than they need."""
    return Decimal(format_plain(points))
