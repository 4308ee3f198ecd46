"""A movement as the books are given out: with its account, and for people to read."""

from dataclasses import dataclass

from domain.accounts.ledger_records import Movement


@dataclass(frozen=True, slots=True)
class MovementLine:
    """A movement with the account that it is on; its amounts are scaled, and shown with `precision` places."""

    movement: Movement
    account_type: str
    account_number: str
    customer_number: str
    precision: int
