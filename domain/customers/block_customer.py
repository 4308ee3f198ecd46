"""Use cases: block a customer for a while, and let them go on."""

from dataclasses import dataclass

from domain.customers.customer_records import CustomerRecords, CustomerStanding
from domain.errors import InvalidInput
from domain.programmes.programme import Programme
from domain.status import Status, changed_status
from domain.text import echo


@dataclass(frozen=True, slots=True)
class BlockCustomer:
    """Blocks customers, and with them every account of theirs that is active.

    Unblocking a customer leaves the accounts blocked: which of them was blocked for a reason of its own is not known.
    """

    customers: CustomerRecords

    def __call__(self, programme: Programme, number: str, *, blocked: bool = True) -> CustomerStanding:
        """The standing after it; raises `InvalidInput` where there is none of this number, or the customer is closed."""
        wanted = Status.BLOCKED if blocked else Status.ACTIVE
        standing = self.customers.change_status(
            programme.id,
            number.strip(),
            lambda present: changed_status(present.status, wanted, f"Customer {number}"),
        )
        if standing is None:
            raise InvalidInput(f"There is no customer {echo(number)!r} in programme {programme.code}.", field="number")
        return standing
