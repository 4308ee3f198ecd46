"""The figures of an account that every answer carries."""

from decimal import Decimal
from typing import NamedTuple

from domain.accounts.account import AmountForm


class Figures(NamedTuple):
    """Balance, held and available (scaled), and the form in which they go out."""

    balance: int
    held: int
    available: int
    form: AmountForm
    currency: str

    @property
    def wire_balance(self) -> Decimal:
        """The balance as it is written on the wire."""
        return self.form.to_wire(self.balance)

    @property
    def wire_held(self) -> Decimal:
        """The held amount as it is written on the wire."""
        return self.form.to_wire(self.held)

    @property
    def wire_available(self) -> Decimal:
        """The available amount as it is written on the wire."""
        return self.form.to_wire(self.available)
