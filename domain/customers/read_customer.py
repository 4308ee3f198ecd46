"""Use case: read one customer."""

from dataclasses import dataclass

from domain.customers.customer import Customer
from domain.identity.caller import Caller


@dataclass(frozen=True, slots=True)
class ReadCustomer:
    """Reads the customer that the call is about: the caller's subject."""

    def __call__(self, caller: Caller, number: str) -> Customer | None:
        """The customer of this number, or None; raises `NotAllowed`, and `InvalidInput` for an empty number."""
        raise NotImplementedError
