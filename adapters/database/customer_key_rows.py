"""What is written of a customer beside the customer's own row: the person, and the keys by which searches find one."""

from collections.abc import Sequence
from typing import Any

from adapters.database.customer_rows import ADDRESS_NAMES, PERSON_NAMES
from domain.customers.customer import Customer
from domain.customers.identifier_keys import identifier_keys
from domain.customers.name_keys import name_keys
from domain.customers.postcodes import postcode_key
from domain.programmes.programme import Programme

Row = dict[str, Any]


def key_rows(programme: Programme, people: Sequence[tuple[int, Customer]]) -> tuple[list[Row], list[Row], list[Row]]:
    """The rows of `customer_name_key`, `customer_postcode_key` and `customer_group` for these ids and customers."""
    name_rows: list[Row] = []
    postcode_rows: list[Row] = []
    group_rows: list[Row] = []
    for customer_id, given in people:
        names = name_keys(given.forename, given.surname)
        place = {"programme_id": programme.id, "customer_number": given.number, "customer_id": customer_id}
        name_rows += [place | {"name_key": key, "shared_length": shared} for key, shared in names]
        if found := postcode_key(given.address.postcode, programme.country):
            postcode_rows.append(place | {"postcode_key": found, "name_key": names[0].key if names else ""})
        group_rows += [{"customer_id": customer_id, "group_code": code} for code in given.groups]
    return name_rows, postcode_rows, group_rows


def identifier_rows(programme: Programme, people: Sequence[tuple[int, Customer]]) -> list[Row]:
    """The rows of `customer_identifier` for these ids and customers."""
    return [
        {"programme_id": programme.id, "kind": kind.value, "identifier": key, "customer_id": customer_id}
        for customer_id, given in people
        for kind, key in identifier_keys(customer_id, given, programme.country)
    ]


def person_row(customer_id: int, given: Customer) -> Row:
    """The row of `customer_person`."""
    parts = {name: getattr(given.address if name in ADDRESS_NAMES else given, name) for name in PERSON_NAMES}
    return {"customer_id": customer_id} | parts
