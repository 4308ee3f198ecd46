"""What every test leaves behind: whoever writes a sealed row, by whatever road, seals it."""

from adapters.database.books_snapshot import DatabaseBooks
from adapters.database.engine import open_store
from domain.verification.check_seals import check_seals


def assert_sealed(database_url: str) -> None:
    """Raise where a sealed row of this database is not what was sealed."""
    store = open_store(database_url)
    try:
        with DatabaseBooks(store).snapshot() as books:
            broken = [str(finding) for finding in check_seals(books.sealed())]
    finally:
        store.close()
    assert not broken, f"written without their seal (adapters/database/row_seals.py): {broken}"
