"""What the database alone does: an update's statements in a loop, in one thread, in a file of its own."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from adapters.database.engine import Store
from bench.books import check_books, count_rows
from bench.updates.bare_sqlite import BareSqliteForm
from bench.updates.books_world import add_accounts, add_programme, prepared_store
from bench.updates.race import Measured, race
from bench.wrong import Wrong

NAME = "the database alone"


class DatabaseAlone:
    """Measures the loop, once a round; `rounds` has what came out."""

    def __init__(self, store: Store, seconds: float) -> None:
        programme = add_programme(store, "ALONE")
        self._form = BareSqliteForm(store, add_accounts(store, programme.id, ["bare"])["bare"])
        self._store = store
        self._seconds = seconds
        self.rounds: list[Measured] = []

    def measure(self) -> None:
        """Measure one round."""
        self.rounds.append(race(self._form, threads=1, hot=False, seconds=self._seconds))

    def check(self) -> None:
        """Raise `Wrong` unless every update of every round is in the books."""
        check_books(self._store)
        written = sum(one.written for one in self.rounds)
        found = count_rows(self._store).movements
        if found != written:
            raise Wrong(f"{NAME} wrote {written} updates, and its books have {found} movements.")


@contextmanager
def database_alone(folder: Path, seconds: float) -> Iterator[DatabaseAlone]:
    """The loop over a new SQLite file in this folder; its books are checked in the end."""
    with prepared_store(f"sqlite:///{folder / 'alone.sqlite3'}") as store:
        alone = DatabaseAlone(store, seconds)
        yield alone
        alone.check()
