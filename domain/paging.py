"""Paging, the same in both protocols: a page is asked for by offset or by the token of the page before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from domain.errors import InvalidInput

Row = TypeVar("Row")

SIZE_DEFAULT = 20
SIZE_LIMIT = 100
OFFSET_LIMIT = 10_000
TOTAL_CAP = 1_000


@dataclass(frozen=True, slots=True)
class PageRequest:
    """Which page: `offset` rows to skip (0 to 10,000), `size` rows (clamped to 100), or `after`, a token.

    Raises `InvalidInput` for a size under 1, a negative offset or one over 10,000.
    """

    offset: int = 0
    size: int = SIZE_DEFAULT
    after: str = ""

    def __post_init__(self) -> None:
        if self.size < 1:
            raise InvalidInput("rowCount must be 1 or more.", field="rowCount")
        if self.offset < 0:
            raise InvalidInput("rowOffset must be 0 or more.", field="rowOffset")
        if self.offset > OFFSET_LIMIT and not self.after:
            raise InvalidInput(
                f"rowOffset goes up to {OFFSET_LIMIT}; to read on, send the page token of the last reply.",
                field="rowOffset",
            )
        object.__setattr__(self, "size", min(self.size, SIZE_LIMIT))


FIRST_PAGE = PageRequest()


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page: its rows, where it stands, how many rows there are in all, and the token of the next page.

    `total` is exact unless `total_is_capped`: then there are more than `total`. `next` is empty on the last page.
    """

    rows: Sequence[Row]
    offset: int
    size: int
    total: int
    total_is_capped: bool = False
    next: str = ""
