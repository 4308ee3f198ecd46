"""What the ledger holds, to be compared with what it held before."""

from typing import Any

from sqlalchemy import text

from adapters.database.engine import open_store

_QUESTIONS = (
    "SELECT * FROM account ORDER BY id",
    "SELECT count(*), max(id) FROM movement",
    "SELECT count(*), sum(amount) FROM entry",
    "SELECT count(*) FROM idempotency_key",
    "SELECT count(*) FROM hold",
    "SELECT count(*) FROM outbox",
)


def books(database_url: str) -> list[Any]:
    """Every account as it stands, and how much there is of the rest."""
    store = open_store(database_url)
    try:
        with store.reads.connect() as connection:
            return [connection.execute(text(question)).all() for question in _QUESTIONS]
    finally:
        store.close()
