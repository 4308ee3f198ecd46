"""Use case: add customers, one or a batch."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.clock import Clock
from domain.customers.clean_customer import differing_fields
from domain.customers.customer import Customer
from domain.customers.customer_records import CustomerRecords
from domain.errors import InvalidInput
from domain.programmes.programme import Programme
from domain.recorded import Recorded, RowResult


@dataclass(frozen=True, slots=True)
class AddCustomers:
    """Adds customers to a programme, where searches find them at once."""

    customers: CustomerRecords
    clock: Clock

    def __call__(
        self, programme: Programme, customers: Sequence[Customer], *, change_known: bool = False
    ) -> Sequence[RowResult]:
        """What became of each customer, in their order; the accepted ones are written together.

        The customers have passed `clean_customer`. One whose number is known is refused where anything differs, or
        changed with `change_known`; status apart, which stays.
        """
        decide = change_customer if change_known else keep_customer
        return self.customers.put(programme, customers, decide, self.clock.now())


def keep_customer(given: Customer, known: Customer | None) -> RowResult:
    """A new customer is added; a known one stays, and is refused where the given record differs."""
    result = change_customer(given, known)
    if known and result is Recorded.CHANGED:
        names = ", ".join(differing_fields(given, known))
        return InvalidInput(
            f"Customer {given.number} is there already, with other values in: {names}. Change it with `customers change` "
            "or `import customers --update`.",
            field="number",
        )
    return result


def change_customer(given: Customer, known: Customer | None) -> Recorded:
    """A new customer is added; a known one takes what is given."""
    if known is None:
        return Recorded.ADDED
    return Recorded.CHANGED if differing_fields(given, known) else Recorded.UNCHANGED
