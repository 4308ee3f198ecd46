"""The machine itself: everything that tills, people, the worker and time do to a club, in any order."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.adapters.database.club.point_tills import PointTills
from tests.adapters.database.club.ticket_tills import TicketTills
from tests.services.sqlite import SQLiteTemplate


class ClubMachine(TicketTills, PointTills):
    """Any sequence of all of it: the club is what the plain rules say, for everybody who asks, at every step."""


class ClubOnSQLite(ClubMachine):
    """The same on a new SQLite file for each sequence."""

    def __init__(self) -> None:
        super().__init__(_new_file)


@contextmanager
def _new_file() -> Iterator[str]:
    with TemporaryDirectory() as directory:
        yield _TEMPLATE.copy_to(Path(directory))


_KEPT = TemporaryDirectory()
_TEMPLATE = SQLiteTemplate(Path(_KEPT.name))
