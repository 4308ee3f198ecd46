"""No search reads a whole table or a whole programme: all that a search sends is explained, at 20,000 customers."""

import itertools
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

import psycopg
import pytest
from sqlalchemy import Connection

from adapters.database.account_directory import DatabaseAccountDirectory
from adapters.database.account_reader import DatabaseAccountReader
from adapters.database.bulk_rows import put_rows
from adapters.database.customer_directory import DatabaseCustomerDirectory
from adapters.database.customer_records import customer_ids, put_customers
from adapters.database.customer_tables import card
from adapters.database.engine import Store, open_store
from adapters.database.ledger_tables import account, entry, hold, movement
from adapters.database.profile_directory import DatabaseProfileDirectory
from adapters.database.reading import Reader
from adapters.database.ticket_tables import escrow_lot, ticket
from adapters.database.tier_tables import tier_standing
from adapters.database.transaction_history import DatabaseTransactionHistory
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account import AccountType
from domain.accounts.account_directory import AccountCriteria
from domain.accounts.enquire_balance import AccountKey
from domain.customers.customer import Address, Customer
from domain.customers.identifier_keys import IdentifierKind
from domain.pager import Window
from domain.programmes.programme import Programme
from tests.adapters.database.programmes import put_programme
from tests.services.filled import DATABASES, filled_database

CLUB = Programme(1, "CLUB", "Club")
NOW = datetime(2026, 11, 22, tzinfo=UTC)
PAGE = Window(21)
SYLLABLES = ("an", "bel", "cor", "da", "el", "fin", "smi", "th", "van ", "o'")
FORENAMES = ("Amelia", "Anna", "Bob", "Jan", "Sam", "Zoe")
NUMBERS = [f"{number:06}" for number in range(20_000)]


class Listener(Reader):
    """A reader that keeps what it was asked."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.heard: list[tuple[str, Sequence[Any]]] = []

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        self.heard.append((statement, values))
        return super().rows(statement, values)


@pytest.fixture(params=DATABASES)
def crowded(request: pytest.FixtureRequest) -> Iterator[Store]:
    with filled_database(request, "crowded", _crowd) as url:
        store = open_store(url)
        yield store
        store.close()


def _crowd(url: str) -> None:
    store = open_store(url)
    with UnitOfWork(store).transaction() as connection:
        put_programme(connection, CLUB)
        put_customers(connection, CLUB, crowd(), NOW)
        _give_accounts(connection)
    store.close()


def crowd() -> Iterator[Customer]:
    names = itertools.product(FORENAMES, SYLLABLES, SYLLABLES, SYLLABLES, ("s", "t", "n", ""))
    for number, (forename, *parts) in zip(NUMBERS, names, strict=False):
        place = int(number)
        postcode = f"M{place % 25 + 1} {place % 9 + 1}A{'ABDEF'[place % 5]}"
        address, groups = Address(postcode=postcode), (f"G{place % 7}",)
        surname, email, phone = "".join(parts).title(), f"{number}@example.org", f"07911 {number}"
        yield Customer(number, surname, forename, address=address, email=email, phone=phone, groups=groups)


def _give_accounts(connection: Connection) -> None:
    owners = customer_ids(connection, CLUB.id, NUMBERS)
    ids = sorted(owners.values())
    same = {"programme_id": CLUB.id, "number": ""}
    texts = {"currency": "GBP", "unit": "points", "account_type": AccountType.LOYALTY.value, "site": "0001"}
    numbers = {"precision": 0, "opened_at": 0, "sequence": 1}
    put_rows(
        connection, account, [same | texts | numbers | {"id": i, "number": f"A{i}", "customer_id": i} for i in ids]
    )
    cards = [same | {"number": f"C{i}", "hashed_number": f"H{i}", "customer_id": i, "created_at": 0} for i in ids]
    put_rows(connection, card, cards)
    zero = dict.fromkeys(("moved", "balance_after", "held_after", "available_after", "received_at"), 0)
    empty = dict.fromkeys(("device", "transaction_id", "reference_id", "site", "operator", "reason"), "")
    moved = {"programme_id": CLUB.id, "kind": "earn", "phase": "COMPLETED"} | zero | empty
    put_rows(connection, movement, [moved | {"id": i, "account_id": i} for i in ids])
    links = {"sequence": 1, "amount": 0, "balance_after": 0, "previous_hash": b"", "hash": b""}
    put_rows(connection, entry, [links | {"account_id": i, "movement_id": i} for i in ids])
    standing = {"tier": "GOLD", "joined_at": 0, "resets_at": None, "changes": 1}
    put_rows(connection, tier_standing, [standing | {"account_id": i} for i in ids])
    held = {"amount": -1, "expires_at": 0, "state": "open"}
    put_rows(connection, hold, [held | {"account_id": i, "movement_id": i} for i in ids])
    bought = {"programme_id": CLUB.id, "fingerprint": b"", "kind": "sale", "credential_id": 1, "earned": 1}
    bought |= dict.fromkeys(
        ("site", "device", "business_date", "receipt_number", "earning_day", "content", "receipt"), ""
    )
    bought |= dict.fromkeys(("occurred_at", "received_at"), 0)
    put_rows(connection, ticket, [bought | {"id": i, "natural_key": str(i).encode(), "account_id": i} for i in ids])
    waiting = {"left_amount": 1, "due_at": 1, "state": "open"}
    put_rows(connection, escrow_lot, [waiting | {"ticket_id": i, "account_id": i} for i in ids])


def search_everything(reader: Reader) -> None:
    """Ask every question that the searches ask of the database."""
    customers, accounts, history = (
        DatabaseCustomerDirectory(reader),
        DatabaseAccountDirectory(reader),
        DatabaseTransactionHistory(reader),
    )
    for term in ("s", "smi", "anna smith"):
        assert customers.count_by_name(CLUB.id, term, 1_001)
        (*_, last) = customers.list_by_name(CLUB.id, term, Window(5, skip=3))
        assert customers.list_by_name(CLUB.id, term, Window(21, after=last.key))
    for prefix in ("M01", "M11 3"):
        assert customers.count_by_postcode(CLUB.id, prefix, 1_001)
        (*_, last) = customers.list_by_postcode(CLUB.id, prefix, Window(5, skip=3))
        assert customers.list_by_postcode(CLUB.id, prefix, Window(21, after=last.key))
    assert customers.read(CLUB.id, NUMBERS[7])
    profiles = DatabaseProfileDirectory(reader)
    for kind, key in (
        (IdentifierKind.CARD, "C7"),
        (IdentifierKind.NUMBER, NUMBERS[7]),
        (IdentifierKind.EMAIL, "000007@example.org"),
        (IdentifierKind.PHONE, "447911000007"),
    ):
        (profile,) = profiles.find(CLUB, kind, key, NOW)
        assert profile.is_enrolled
    assert profiles.find(CLUB, IdentifierKind.ID, profile.id, NOW) == [profile]
    for criteria in (
        AccountCriteria(customer_number=NUMBERS[7]),
        AccountCriteria(customer_number=NUMBERS[0], type=AccountType.LOYALTY, currency="GBP", site="0001"),
        AccountCriteria(card_number="C7"),
        AccountCriteria(hashed_card_number="H7", customer_number=NUMBERS[6]),
        AccountCriteria(number="A7"),
        AccountCriteria(number="A7", type=AccountType.LOYALTY),
    ):
        assert accounts.count_accounts(CLUB, criteria, 1_001)
        assert accounts.list_accounts(CLUB, criteria, NOW, PAGE)
        accounts.list_accounts(CLUB, criteria, NOW, Window(21, after=("A", "")))
    assert history.count_transactions(CLUB, NUMBERS[7], 1_001)
    (latest,) = history.list_transactions(CLUB, NUMBERS[7], PAGE)
    history.list_transactions(CLUB, NUMBERS[7], Window(21, after=latest.key))


def too_much(store: Store, statement: str, values: Sequence[Any]) -> list[str]:
    """The lines of the plan that read a table, or all that a programme has in it, or sort all that a term matches."""
    lines = _plan(store, statement, values)
    if "FROM earning_rules" in statement:
        # A programme has a few versions of its rules, whoever it has as members.
        return []
    # k and found are subqueries that hold a page and a capped count.
    unwanted = r"^SCAN (?!k$|found$)|\(programme_id=\?\)|Seq Scan|Cond: \(programme_id = [$0-9]+\)$"
    if "_key " in statement:
        unwanted += r"|TEMP B-TREE|Sort Key"
    return [line for line in lines if re.search(unwanted, line)]


def _plan(store: Store, statement: str, values: Sequence[Any]) -> list[str]:
    if store.is_sqlite:
        return [str(row[3]) for row in Reader(store).rows(f"EXPLAIN QUERY PLAN {statement}", values)]
    connection = store.reads.raw_connection()
    cursor = psycopg.ClientCursor(connection.driver_connection)  # type: ignore[arg-type]
    places = itertools.count(1)
    numbered = re.sub(r"\?", lambda _: f"${next(places)}", statement)
    plan = []
    # What PostgreSQL plans for these values, and what it may settle on once the statement is prepared.
    for mode in ("force_custom_plan", "force_generic_plan"):
        cursor.execute(f"SET plan_cache_mode = {mode}")
        cursor.execute(f"PREPARE explained AS {numbered}")
        cursor.execute(f"EXPLAIN EXECUTE explained({', '.join(['%s'] * len(values))})", values)
        plan += [str(row[0]) for row in cursor.fetchall()]
        cursor.execute("DEALLOCATE explained")
    connection.invalidate()
    return plan


def test_no_search_reads_or_sorts_more_than_it_shows(crowded: Store) -> None:
    listener = Listener(crowded)
    search_everything(listener)
    assert len(listener.heard) > 25
    assert found_by_explaining(crowded, listener) == {}
    with crowded.reads.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
    assert found_by_explaining(crowded, listener) == {}
    # And a search that does would be noticed.
    assert too_much(crowded, "SELECT COUNT(*) FROM customer_person WHERE town = ?", ["York"])
    in_programme = "SELECT name_key FROM customer_name_key WHERE programme_id = ? AND name_key LIKE ? ORDER BY name_key"
    assert too_much(crowded, f"{in_programme} LIMIT 21", [CLUB.id, "smi%"])


def found_by_explaining(store: Store, listener: Listener) -> dict[str, list[str]]:
    """The statements that read or sort too much, with the lines of their plans that say so."""
    found = {statement: too_much(store, statement, values) for statement, values in listener.heard}
    return {statement: lines for statement, lines in found.items() if lines}


def test_statistics_of_a_day_without_holds_send_no_enquiry_through_the_holds_of_others(
    migrated_sqlite_url: str,
) -> None:
    """SQLite keeps such statistics until somebody takes new ones; PostgreSQL takes them by itself."""
    store = open_store(migrated_sqlite_url)
    with UnitOfWork(store).transaction() as connection:
        put_programme(connection, CLUB)
        put_customers(connection, CLUB, itertools.islice(crowd(), 200), NOW)
        connection.exec_driver_sql("ANALYZE")
    listener = Listener(store)
    DatabaseAccountReader(listener).read(CLUB, AccountKey(AccountType.LOYALTY, "A7"), NOW)
    ((statement, values),) = listener.heard
    store.close()
    fresh = open_store(migrated_sqlite_url)
    assert [line for line in _plan(fresh, statement, values) if "ix_hold_open_expiry" in line] == []
    with_index = statement.replace("h.expires_at + 0 >", "h.expires_at >")
    assert [line for line in _plan(fresh, with_index, values) if "ix_hold_open_expiry" in line]
    fresh.close()
