"""Between a customer's columns and the `Customer` that the domain knows."""

from collections.abc import Sequence

from domain.customers.customer import Address, Customer

ADDRESS_NAMES = ("street1", "street2", "street3", "town", "county", "postcode", "country")
PERSON_NAMES = ("title", "forename", "surname", "email", "phone", *ADDRESS_NAMES)

CUSTOMER_COLUMNS = ", ".join(["c.number", "c.status", *(f"p.{name}" for name in PERSON_NAMES)])
"""What `customer_from` wants, of `customer c` and, joined from the left, `customer_person p`."""


def customer_from(values: Sequence[str | None]) -> Customer:
    """Return the customer in these values of `CUSTOMER_COLUMNS`.

    Where there is no person, personal data was erased: only the number and the books are left.
    """
    number, status, title, forename, surname, email, phone, *address = (value or "" for value in values)
    return Customer(number, surname, forename, title, Address(*address), email, phone, status)
