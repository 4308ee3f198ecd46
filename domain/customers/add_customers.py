"""Use case: add customers, one or a batch."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from domain.clock import Clock
from domain.customers.clean_customer import CUSTOMER_FIELDS, differing_fields, merged
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
        self,
        programme: Programme,
        customers: Sequence[Customer],
        *,
        given: Collection[str] = CUSTOMER_FIELDS,
        change_known: bool = False,
    ) -> Sequence[RowResult]:
        """What became of each customer, in their order; the accepted ones are written together.

        The customers have passed `clean_customer`. One whose number is known is refused where anything of what was
        `given` (names of fields) differs; with `change_known` it takes what was given. The status stays in any case.
        """

        def decide(customer: Customer, known: Customer | None) -> tuple[RowResult, Customer]:
            return decide_customer(customer, known, given, change_known=change_known)

        return self.customers.put(programme, customers, decide, self.clock.now())


def decide_customer(
    customer: Customer, known: Customer | None, given: Collection[str], *, change_known: bool
) -> tuple[RowResult, Customer]:
    """What becomes of a customer, and the record to write."""
    if known is None:
        return Recorded.ADDED, customer
    changed = merged(customer, known, given)
    names = differing_fields(changed, known)
    if not names:
        return Recorded.UNCHANGED, known
    if change_known:
        return Recorded.CHANGED, changed
    return InvalidInput(
        f"Customer {customer.number} is there already, with other values in: {', '.join(names)}. Change it with "
        "`customers change` or `import customers --update`.",
        field="number",
    ), known
