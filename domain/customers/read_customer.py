"""Use case: read one customer."""

from dataclasses import dataclass

from domain.customers.customer import Customer
from domain.customers.customer_directory import CustomerDirectory
from domain.customers.whose import customer_number_of
from domain.identity.caller import Caller, Operation
from domain.identity.origin import NOWHERE, Origin, resolve_origin


@dataclass(frozen=True, slots=True)
class ReadCustomer:
    """Reads the customer that the call is about: the number given, else the caller's subject."""

    customers: CustomerDirectory

    def __call__(self, caller: Caller, number: str = "", header_origin: Origin = NOWHERE) -> Customer | None:
        """The customer of this number, or None; raises `NotAllowed`, and `InvalidInput` where nobody is named."""
        caller.require(Operation.READ_CUSTOMER)
        resolve_origin(caller, NOWHERE, header_origin)
        return self.customers.read(caller.programme.id, customer_number_of(caller, number))
