"""The rows of a household: many customers and all that is theirs, by table, ready to be written at once."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import Any

from adapters.database.account_opener import OPENING_COLUMNS, opening_row
from adapters.database.books_writer import FIGURES, figures_of, first_rows
from adapters.database.bulk_copy import TableRows
from adapters.database.customer_key_rows import Row, identifier_rows, key_rows, person_row
from domain.accounts.population import Household, Person
from domain.cards.card_number import hash_card_number
from domain.cards.card_records import Card
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


def household_rows(programme: Programme, household: Household) -> list[TableRows]:
    """The rows of all tables, in the order of `TABLES`; a table without rows is left out."""
    return [found for found in _all_rows(programme, household) if found.rows]


def _all_rows(programme: Programme, household: Household) -> Iterator[TableRows]:
    yield from customer_tables(programme, household.people)
    cards = [(each.id, each.card, each.owner.id, each.owner.joined_at) for each in household.cards]
    yield card_table(programme, cards)
    accounts = [
        (*opening_row(programme, each.opening, each.account.id, each.owner.id), *figures_of(each.account))
        for each in household.accounts
    ]
    yield TableRows("account", (*OPENING_COLUMNS, *FIGURES), accounts)
    yield from first_rows(household.changes)


def customer_tables(programme: Programme, people: Sequence[Person]) -> Iterator[TableRows]:
    """All rows of new customers: their own, the persons, and the keys by which searches find them."""
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


def card_table(programme: Programme, cards: Iterable[tuple[int, Card, int, datetime]]) -> TableRows:
    """The rows of new cards: each with its id, the customer's id, and since when it is there."""
    return _table("card", [_card(programme, *each) for each in cards])


def _table(name: str, rows: Sequence[Row]) -> TableRows:
    return TableRows(name, list(rows[0]) if rows else [], _values(rows))


def _values(rows: Iterable[Row]) -> list[tuple[Any, ...]]:
    return [tuple(row.values()) for row in rows]


def _card(programme: Programme, card_id: int, card: Card, customer_id: int, since: datetime) -> Row:
    return {
        "id": card_id,
        "programme_id": programme.id,
        "number": card.number,
        "hashed_number": hash_card_number(card.number),
        "customer_id": customer_id,
        "status": card.status,
        "created_at": to_microseconds(since),
    }
