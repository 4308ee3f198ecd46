"""Every column of every table of the books: a value is changed behind the gateway's back, and verify names the row."""

import random
from collections.abc import Iterator

import pytest

from adapters.database.books_writer import FIGURES
from adapters.database.row_seals import SEALED
from adapters.database.tables import metadata
from domain.verification.finding import Finding
from tests.adapters.database.flips import Harm, Row, flips, harmful, keys_of
from tests.adapters.database.test_verification import verify
from tests.adapters.database.ticket_world import TicketWorld
from tests.adapters.database.whole_books import whole_books

RECORDS = {
    *("estate", "programme", "site", "programme_site", "earning_rules", "credential", "ws_nonce", "card"),
    *("customer", "customer_person", "customer_name_key", "customer_postcode_key", "customer_identifier"),
    "customer_group",
}
"""What administrators keep, and what is made of it: no movement tells of it, and it may change at any time."""
BOOKS = sorted(metadata.tables.keys() - RECORDS)
UNPROVEN = {
    (
        "account",
        "points_expire_from",
    ): "when to look again, kept by every update; what expires is told from the entries",
    (
        "account",
        "points_announce_from",
    ): "when to look again, kept by every update; what expires is told from the entries",
    ("outbox", "id"): "a number by which nothing else names the event",
    ("outbox", "created_at"): "when its batch was written, which is no movement's own time",
    ("outbox", "transaction_number"): "the database's own; a restore writes it anew",
}
PARTLY = {("outbox", "body"): "which ticket a return was of: its receipt is in the ticket, sealed"}
OTHER_NAMES = {
    "entry": ("movement {movement_id}",),
    "movement": ("movement {id}",),
    "hold": ("hold {movement_id}",),
    "outbox": ("event {id}", "ticket {ticket_id}"),
    "expiry_announcement": ("announced expiry {account_id} {expires_at}",),
}
"""What a finding may call a row but its table and key: where two rows differ, either may be the one that is wrong."""


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def books(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TicketWorld]:
    if request.param == "sqlite":
        url = request.getfixturevalue("sqlite_template").copy_to(tmp_path_factory.mktemp("books"))
        with whole_books(url) as world:
            yield world
        return
    with request.getfixturevalue("postgresql_server").migrated_database() as url, whole_books(url) as world:
        yield world


def test_books_in_which_everything_happened_are_right(books: TicketWorld) -> None:
    assert books.records
    assert not verify(books.records.store)[1]
    assert all(books.records.count(table) for table in BOOKS)
    # Their movements tell all of plain updates; what else is in these tables was written with a seal.
    plain = {"idempotency_key": "refusal = '' AND key = first_key AND phase <> 'CANCELLED' AND original = ''"}
    for table in SEALED:
        assert books.records.count(table, "seal IS NOT NULL")
        assert not books.records.count(table, f"seal IS NULL AND NOT ({plain.get(table, '1 = 0')})")


@pytest.mark.parametrize("table", BOOKS)
def test_a_changed_value_is_found_and_its_row_named(books: TicketWorld, table: str) -> None:
    assert books.records
    store, few = books.records.store, not books.records.store.is_sqlite
    with harmful(store) as harm:
        for column in (each.name for each in metadata.tables[table].columns):
            rows = harm.rows(table)
            dice = random.Random(f"{table} {column}")  # noqa: S311 - any rows will do
            told = [row for row in rows if row[column] is not None] or rows
            chosen = dice.sample(told, min(1 if few else 4, len(told))) + ([] if few else dice.sample(rows, 1))
            tried = [each for row in chosen for each in found_of_each(books, harm, table, row, column, few=few)]
            if (table, column) in UNPROVEN:
                assert not all(tried), f"{table}.{column} can be proven by now: take it from the list"
            else:
                assert tried
                assert any(tried) if (table, column) in PARTLY else all(tried), (table, column, chosen)
    assert not verify(store)[1]


def test_an_event_that_tells_another_sequence_is_found(books: TicketWorld) -> None:
    assert books.records
    with harmful(books.records.store) as harm:
        row = next(each for each in harm.rows("outbox") if '"sequence":3,' in each["body"])
        body = row["body"].replace('"sequence":3,', '"sequence":4,')
        assert harm.change("outbox", row, "body", body)
        (finding,) = verify(books.records.store)[1]
        assert str(finding) == f"movement {row['movement_id']}: its event tells another sequence than its entry has"
        assert harm.change("outbox", row, "body", row["body"])


def found_of_each(books: TicketWorld, harm: Harm, table: str, row: Row, column: str, *, few: bool) -> Iterator[bool]:
    """Whether verify names the row, for each way to change this value that the database takes."""
    assert books.records
    for value in flips(column, row[column]):
        changed = {**row, column: value}
        if harm.change(table, row, column, value):
            findings = verify(books.records.store)[1]
            yield any(names(finding, table, each) for finding in findings for each in (row, changed))
            assert harm.change(table, changed, column, row[column])
            if few:
                return


def names(finding: Finding, table: str, row: Row) -> bool:
    """Whether the finding tells which row it is about."""
    shown = [each.hex() if isinstance(each, bytes) else str(each) for each in (row[name] for name in keys_of(table))]
    if finding.table == table and all(f" {each} " in f" {finding.row} " for each in shown):
        return True
    text = "".join(" " if char in ",;:" else char for char in f" {finding.table} {finding.row} {finding.sentence} ")
    return any(f" {name.format(**row)} " in text for name in OTHER_NAMES.get(table, ()))


def test_a_seal_covers_every_column_but_those_that_updates_write() -> None:
    assert metadata.tables.keys() >= RECORDS
    for table, columns in SEALED.items():
        counted = {*metadata.tables[table].columns.keys()} - {*columns, "id", "seal"}
        assert counted == ({*FIGURES} if table == "account" else set()), (table, counted)
