"""Writing customers, with the keys under which searches find them. Used by imports and by the command line."""

import json
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from itertools import islice

from sqlalchemy import Connection, delete, text, update

from adapters.database.bulk_copy import copy_tables, take_ids
from adapters.database.bulk_rows import put_rows
from adapters.database.customer_key_rows import identifier_rows, key_rows, person_row
from adapters.database.customer_rows import PERSON_NAMES
from adapters.database.customer_tables import (
    customer,
    customer_group,
    customer_identifier,
    customer_name_key,
    customer_person,
    customer_postcode_key,
)
from adapters.database.household_rows import customer_tables
from domain.accounts.population import Person
from domain.clock import to_microseconds
from domain.customers.customer import Customer
from domain.programmes.programme import Programme

BATCH_SIZE = 500
"""Customers per round of statements."""

_NUMBERS_SQLITE = "(SELECT value AS number FROM json_each(:numbers))"
_NUMBERS_POSTGRESQL = "(SELECT unnest(CAST(:numbers AS text[])) AS number)"
# One look-up per number: a planner without statistics, in the middle of a first import, would read the whole programme.
_IDS = (
    "SELECT n.number, (SELECT c.id FROM customer c WHERE c.programme_id = :programme_id AND c.number = n.number) "
    "FROM {numbers} AS n"
)
_IDS_SQLITE, _IDS_POSTGRESQL = (text(_IDS.format(numbers=each)) for each in (_NUMBERS_SQLITE, _NUMBERS_POSTGRESQL))


def put_customers(connection: Connection, programme: Programme, customers: Iterable[Customer], now: datetime) -> int:
    """Add the customers, or change those whose numbers the programme knows; return how many were given.

    Runs inside the caller's transaction and takes any number of them, a batch at a time; of two with the same number
    the later one stands. A known customer keeps the status: only `set_customer_status` changes that. `now` is when the
    new ones joined.
    """
    count, remaining = 0, iter(customers)
    while batch := list(islice(remaining, BATCH_SIZE)):
        count += len(batch)
        latest = {each.number: each for each in batch}
        # In one order everywhere, so that two imports wait for each other and never in a circle.
        ordered = {number: latest[number] for number in sorted(latest)}
        _put_batch(connection, programme, ordered, to_microseconds(now))
    return count


def add_customers(connection: Connection, programme: Programme, customers: Iterable[Customer], now: datetime) -> None:
    """Add customers whose numbers the programme does not know, each given once; `now` is when they joined.

    Runs inside the caller's transaction. Raises the driver's unique violation where another took a number meanwhile.
    """
    # In one order everywhere, so that two imports wait for each other and never in a circle.
    ordered = sorted(customers, key=lambda each: each.number)
    ids = take_ids(connection, customer.name, len(ordered))
    people = [Person(new_id, each, now) for new_id, each in zip(ids, ordered, strict=True)]
    copy_tables(connection, customer_tables(programme, people))


def set_customer_status(connection: Connection, programme_id: int, number: str, status: str) -> bool:
    """Change a customer's status; return whether the programme knows this number."""
    found = customer.c.programme_id == programme_id, customer.c.number == number
    return connection.execute(update(customer).where(*found).values(status=status)).rowcount == 1


def customer_ids(connection: Connection, programme_id: int, numbers: Collection[str]) -> Mapping[str, int]:
    """Return the ids of those numbers that the programme knows; give at most some thousands at a time."""
    is_sqlite = connection.dialect.name == "sqlite"
    statement, wanted = (_IDS_SQLITE, json.dumps(list(numbers))) if is_sqlite else (_IDS_POSTGRESQL, list(numbers))
    rows = connection.execute(statement, {"programme_id": programme_id, "numbers": wanted})
    return {number: customer_id for number, customer_id in rows if customer_id is not None}


def _put_batch(connection: Connection, programme: Programme, batch: Mapping[str, Customer], joined_at: int) -> None:
    same = {"programme_id": programme.id, "created_at": joined_at}
    rows = [same | {"number": number, "status": given.status} for number, given in batch.items()]
    # To write the number of a known customer anew changes nothing, and locks the row.
    put_rows(connection, customer, rows, key=("programme_id", "number"), change=("number",))
    ids = customer_ids(connection, programme.id, batch)
    people = [(ids[number], given) for number, given in batch.items()]
    put_rows(connection, customer_person, [person_row(*each) for each in people], ("customer_id",), PERSON_NAMES)
    name_rows, postcode_rows, group_rows = key_rows(programme, people)
    belonging = (
        (customer_name_key, name_rows),
        (customer_postcode_key, postcode_rows),
        (customer_group, group_rows),
        (customer_identifier, identifier_rows(programme, people)),
    )
    for keys, rows_of_them in belonging:
        connection.execute(delete(keys).where(keys.c.customer_id.in_(ids.values())))
        put_rows(connection, keys, rows_of_them)
