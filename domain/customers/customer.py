"""A customer as the faces show one."""

from typing import NamedTuple


class Address(NamedTuple):
    """A postal address; every part may be empty. `country` is an ISO 3166 alpha-2 code."""

    street1: str = ""
    street2: str = ""
    street3: str = ""
    town: str = ""
    county: str = ""
    postcode: str = ""
    country: str = ""


class Customer(NamedTuple):
    """A person in a programme; `number` is unique there. `status` is ACTIVE, BLOCKED or CLOSED.

    `groups` are the codes of the groups that the person belongs to, each once, in order.
    """

    number: str
    surname: str
    forename: str = ""
    title: str = ""
    address: Address = Address()
    email: str = ""
    phone: str = ""
    status: str = "ACTIVE"
    groups: tuple[str, ...] = ()
