"""What is measured: an operation, over which road, and what is wanted of it."""

from collections.abc import Callable
from dataclasses import dataclass

DATABASE, REST, SOAP, SESSIONM = "database", "REST", "SOAP", "SessionM"


@dataclass(frozen=True, slots=True)
class Wanted:
    """How often the median of the smallest size it may be, and how many milliseconds; 0: as it comes."""

    growth: float = 0
    milliseconds: float = 0


NOTHING = Wanted()
ONE_ROW = Wanted(growth=1.3)
PAGE = Wanted(growth=1.5, milliseconds=10)
DEEPEST_OFFSET = Wanted(milliseconds=25)


@dataclass(frozen=True, slots=True)
class Case:
    """An operation on one road; `call` runs it once for the customer that was drawn under this number.

    `row` is the place in the list that a page begins at, 0 for the first, `shown` how many rows it has, and `counted` from
    how many its total is counted; 0 where that does not hang on the size of the population. `call` raises `Wrong` for a
    wrong answer.
    """

    name: str
    road: str
    call: Callable[[int], object]
    wanted: Wanted = NOTHING
    row: int = 0
    shown: int = 0
    counted: int = 0

    @property
    def title(self) -> str:
        """Name and road: one of a run's cases."""
        return f"{self.name} ({self.road})"
