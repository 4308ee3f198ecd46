"""Use case: close a customer for good."""

from dataclasses import dataclass

from domain.customers.customer_records import CustomerRecords, CustomerStanding
from domain.errors import InvalidInput
from domain.programmes.programme import Programme
from domain.status import Status
from domain.text import echo


@dataclass(frozen=True, slots=True)
class CloseCustomer:
    """Closes customers whose accounts are all closed, and their cards with them. The person stays on record."""

    customers: CustomerRecords

    def __call__(self, programme: Programme, number: str) -> CustomerStanding:
        """The standing after it; raises `InvalidInput` where there is none of this number, or accounts are open."""

        def close(standing: CustomerStanding) -> Status:
            if standing.open_accounts:
                raise InvalidInput(
                    f"Customer {number} has accounts that are not closed: {echo(', '.join(standing.open_accounts))}. "
                    "Close them first with `accounts close`.",
                    field="number",
                )
            return Status.CLOSED

        standing = self.customers.change_status(programme.id, number.strip(), close)
        if standing is None:
            raise InvalidInput(f"There is no customer {echo(number)!r} in programme {programme.code}.", field="number")
        return standing
