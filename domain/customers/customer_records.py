"""Port: where customers are kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.customers.customer import Customer
from domain.programmes.programme import Programme
from domain.recorded import RowResult
from domain.status import Status

DecideCustomer = Callable[[Customer, Customer | None], tuple[RowResult, Customer]]
"""Says what becomes of a customer, given the one who has the number already or None, and what to write."""


@dataclass(frozen=True, slots=True)
class CustomerStanding:
    """What decides whether a customer may be blocked or closed; `open_accounts` are the numbers of those not closed."""

    status: Status
    open_accounts: Sequence[str]


class CustomerRecords(Protocol):
    """Keeps customers. What a method changed is durable when it returns; all raise `StoreUnavailable`."""

    def put(
        self, programme: Programme, customers: Sequence[Customer], decide: DecideCustomer, now: datetime
    ) -> Sequence[RowResult]:
        """Decide on each customer in turn, and write those that are new or changed, all in one transaction.

        Of two with one number, the second is decided against the first. A known customer keeps the status.
        """

    def by_number(self, programme_id: int, number: str) -> Customer | None:
        """The customer of this number, or None."""

    def change(
        self, programme: Programme, number: str, change: Callable[[Customer], Customer], now: datetime
    ) -> Customer | None:
        """Change a customer's person, address and groups; None where there is none. Where `change` raises, nothing changes."""

    def change_status(
        self, programme_id: int, number: str, change: Callable[[CustomerStanding], Status]
    ) -> CustomerStanding | None:
        """Change a customer's status, and block the accounts of one who is blocked, close the cards of one who closes.

        The standing after it, or None where there is no such customer. Where `change` raises, nothing is changed.
        """
