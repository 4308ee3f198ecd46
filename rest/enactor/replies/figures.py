"""Balance, available and held on the wire."""

from typing import Any

from domain.accounts.figures import Figures
from rest.enactor.fields import Figure
from rest.enactor.wire_schema import ReplySchema


class FiguresSchema(ReplySchema):
    """The figures of an account: points, or money in the currency's smallest unit."""

    balance = Figure("What is on the account.")
    available = Figure("What may be spent: balance and credit limit, less what is held.")
    held = Figure("What open holds reserve.")


def figure_members(figures: Figures | None) -> dict[str, Any]:
    """The figures, or nothing where no account was found."""
    if figures is None:
        return {}
    number = figures.form.wire_number
    return {
        "balance": number(figures.balance),
        "available": number(figures.available),
        "held": number(figures.held),
    }
