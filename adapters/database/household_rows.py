"""The rows of a household: many customers and all that is theirs, by table, ready to be written at once."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from adapters.database.account_opener import OPENING_COLUMNS, opening_row
from adapters.database.books_writer import FIGURES, figures_of, first_rows
from adapters.database.customer_key_rows import Row, identifier_rows, key_rows, person_row
from domain.accounts.population import Household, OwnedCard
from domain.cards.card_number import hash_card_number
from domain.clock import to_microseconds
from domain.programmes.programme import Programme

TABLES = (
    "customer",
    "customer_person",
    "customer_name_key",
    "customer_postcode_key",
    "customer_group",
    "customer_identifier",
    "card",
    "account",
    "movement",
    "entry",
    "remainder",
    "idempotency_key",
    "outbox",
)
"""The tables that a household has rows in, in the order in which they can be written."""


class TableRows(NamedTuple):
    """Rows of one table: the columns, and a tuple of their values for each row."""

    table: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]


def household_rows(programme: Programme, household: Household) -> list[TableRows]:
    """The rows of all tables, in the order of `TABLES`; a table without rows is left out."""
    return [found for found in _all_rows(programme, household) if found.rows]


def _all_rows(programme: Programme, household: Household) -> Iterator[TableRows]:
    people = household.people
    customers = [
        (each.id, programme.id, each.customer.number, each.customer.status, to_microseconds(each.joined_at))
        for each in people
    ]
    yield TableRows("customer", ("id", "programme_id", "number", "status", "created_at"), customers)
    named = [(each.id, each.customer) for each in people]
    yield _table("customer_person", [person_row(*each) for each in named])
    names, postcodes, groups = key_rows(programme, named)
    yield _table("customer_name_key", names)
    yield _table("customer_postcode_key", postcodes)
    yield _table("customer_group", groups)
    yield _table("customer_identifier", identifier_rows(programme, named))
    yield _table("card", [_card(programme, each) for each in household.cards])
    accounts = [
        (*opening_row(programme, each.opening, each.account.id, each.owner.id), *figures_of(each.account))
        for each in household.accounts
    ]
    yield TableRows("account", (*OPENING_COLUMNS, *FIGURES), accounts)
    yield from (TableRows(*found) for found in first_rows(household.changes))


def _table(name: str, rows: Sequence[Row]) -> TableRows:
    return TableRows(name, list(rows[0]) if rows else [], _values(rows))


def _values(rows: Iterable[Row]) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in rows]


def _card(programme: Programme, owned: OwnedCard) -> Row:
    return {
        "id": owned.id,
        "programme_id": programme.id,
        "number": owned.card.number,
        "hashed_number": hash_card_number(owned.card.number),
        "customer_id": owned.owner.id,
        "status": owned.card.status,
        "created_at": to_microseconds(owned.owner.joined_at),
    }
