"""Use case: change a customer's name, address, ways to be reached or groups."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.clock import Clock
from domain.customers.clean_customer import ADDRESS_FIELDS, PERSON_FIELDS, clean_customer
from domain.customers.customer import Customer
from domain.customers.customer_records import CustomerRecords
from domain.errors import InvalidInput
from domain.programmes.programme import Programme
from domain.text import echo


@dataclass(frozen=True, slots=True)
class ChangeCustomer:
    """Changes some fields of a customer and leaves the others."""

    customers: CustomerRecords
    clock: Clock

    def __call__(
        self, programme: Programme, number: str, changes: Mapping[str, str], groups: Sequence[str] | None = None
    ) -> Customer:
        """The customer as changed; `changes` has new texts by field name, an empty one clears the field.

        `groups` are all groups that the customer is in from now on; None leaves them as they are. Raises `InvalidInput` where there is no
        such customer, or a text can't be kept.
        """
        person = {name: text for name, text in changes.items() if name in PERSON_FIELDS}
        address = {name: text for name, text in changes.items() if name in ADDRESS_FIELDS}

        def change(known: Customer) -> Customer:
            kept = known.groups if groups is None else tuple(groups)
            return clean_customer(known._replace(**person, address=known.address._replace(**address), groups=kept))

        changed = self.customers.change(programme, number.strip(), change, self.clock.now())
        if changed is None:
            raise InvalidInput(f"There is no customer {echo(number)!r} in programme {programme.code}.", field="number")
        return changed
