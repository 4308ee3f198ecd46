"""Between a customer's columns and the `Customer` that the domain knows."""

from sqlalchemy import ColumnElement, RowMapping

from adapters.database.customer_tables import customer, customer_person
from domain.customers.customer import Address, Customer

ADDRESS_NAMES = ("street1", "street2", "street3", "town", "county", "postcode", "country")
PERSON_NAMES = ("title", "forename", "surname", "email", "phone", *ADDRESS_NAMES)

CUSTOMER_COLUMNS: list[ColumnElement[str]] = [
    customer.c.number.label("customer_number"),
    customer.c.status.label("customer_status"),
    *(customer_person.c[name] for name in PERSON_NAMES),
]
"""What `customer_of` needs of a row, from `customer` joined with `customer_person`."""


def customer_of(row: RowMapping) -> Customer:
    """Return the customer in a row with `CUSTOMER_COLUMNS`."""
    return Customer(
        number=row["customer_number"],
        surname=row["surname"],
        forename=row["forename"],
        title=row["title"],
        address=Address(**{name: row[name] for name in ADDRESS_NAMES}),
        email=row["email"],
        phone=row["phone"],
        status=row["customer_status"],
    )
