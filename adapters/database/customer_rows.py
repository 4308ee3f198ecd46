"""Between a customer's columns and the `Customer` that the domain knows."""

from collections.abc import Sequence

from domain.customers.customer import Address, Customer

ADDRESS_NAMES = ("street1", "street2", "street3", "town", "county", "postcode", "country")
PERSON_NAMES = ("title", "forename", "surname", "email", "phone", *ADDRESS_NAMES)

# Codes have no spaces. A list of them in one row costs an index entry each, where a join would double the rows.
_GROUPS = "(SELECT string_agg(g.group_code, ' ') FROM customer_group g WHERE g.customer_id = c.id)"
CUSTOMER_COLUMNS = ", ".join(["c.number", "c.status", _GROUPS, *(f"p.{name}" for name in PERSON_NAMES)])
"""What `customer_from` wants, of `customer c` and, joined from the left, `customer_person p`."""
LISTED_COLUMNS = CUSTOMER_COLUMNS.replace(_GROUPS, "''")
"""The same without the groups: a search shows none, and for a page of twenty they are a fifth of its SELECT."""
CUSTOMER_WIDTH = 3 + len(PERSON_NAMES)
"""How many values these are."""


def customer_from(values: Sequence[str | None]) -> Customer:
    """Return the customer in these values of `CUSTOMER_COLUMNS`.

    Where there is no person, personal data was erased: only the number and the books are left.
    """
    known = [value or "" for value in values]
    number, status, groups, title, forename, surname, email, phone, *address = known
    listed = tuple(sorted(groups.split())) if groups else ()
    return Customer(number, surname, forename, title, Address(*address), email, phone, status, listed)
