"""What a customer's record may hold: one check for the command line, the import and every face that changes one."""

from collections.abc import Collection, Iterable

from domain.codes import clean_code, clean_country
from domain.customers.customer import Address, Customer
from domain.status import parse_status
from domain.text import clean_identifier, clean_text

PERSON_FIELDS = ("title", "forename", "surname", "email", "phone")
ADDRESS_FIELDS = ("street1", "street2", "street3", "town", "county", "postcode", "country")
CUSTOMER_FIELDS = (*PERSON_FIELDS, *ADDRESS_FIELDS, "groups")


def clean_customer(customer: Customer) -> Customer:
    """The customer with texts in one form; raises `InvalidInput`, naming the field, for what can't be kept.

    Only the number is needed: a card may be given out before its holder says who they are. A postcode that no rule
    knows is kept as it is.
    """
    address = customer.address
    return customer._replace(
        number=clean_identifier(customer.number, "number"),
        **{name: clean_text(getattr(customer, name), name) for name in PERSON_FIELDS},
        address=Address(
            **{name: clean_text(getattr(address, name), name) for name in ADDRESS_FIELDS if name != "country"},
            country=clean_country(address.country, "country"),
        ),
        status=parse_status(customer.status),
        groups=clean_groups(customer.groups),
    )


def clean_groups(codes: Iterable[str]) -> tuple[str, ...]:
    """The codes of groups, each once, in order; raises `InvalidInput` for one that could not be typed in a command.

    Empty ones are no group: a customer who is to have none is given an empty code.
    """
    return tuple(sorted({clean_code(code, "groups") for code in codes if code.strip()}))


def merged(given: Customer, known: Customer, names: Collection[str]) -> Customer:
    """The known record with those fields of the given one that are named; number and status stay."""
    person = {name: getattr(given, name) for name in PERSON_FIELDS if name in names}
    address = {name: getattr(given.address, name) for name in ADDRESS_FIELDS if name in names}
    groups = given.groups if "groups" in names else known.groups
    return known._replace(**person, address=known.address._replace(**address), groups=groups)


def differing_fields(one: Customer, other: Customer) -> list[str]:
    """The names of what differs between two records, but for number and status."""
    person = [name for name in (*PERSON_FIELDS, "groups") if getattr(one, name) != getattr(other, name)]
    return person + [name for name in ADDRESS_FIELDS if getattr(one.address, name) != getattr(other.address, name)]
