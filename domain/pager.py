"""How a use case makes one page out of a read model: by offset near the front, by token wherever it lies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from domain.page_tokens import PageTokens, Position
from domain.paging import TOTAL_CAP, Page, PageRequest
from domain.text import XML_WHITESPACE

Row = TypeVar("Row")


class Window(NamedTuple):
    """A stretch of a list in its total order: at most `limit` rows.

    They are those behind the sort key `after` where it is given, else those behind the first `skip`. `cap` asks for the
    total in the same read, counted up to it; 0 does not ask.
    """

    limit: int
    skip: int = 0
    after: tuple[str, ...] = ()
    cap: int = 0


@dataclass(frozen=True, slots=True)
class Listed(Generic[Row]):
    """A row as a list holds it, with its sort key: what `Window.after` wants to go on behind it.

    `total` is what `Window.cap` asks for: how many rows the whole list has. None where nobody asked, and from a list that
    is counted on its own.
    """

    row: Row
    key: tuple[str, ...]
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Pager:
    """Makes pages. Totals are counted up to `total_cap` and no further."""

    tokens: PageTokens
    total_cap: int = TOTAL_CAP

    def page(
        self,
        request: PageRequest,
        query: Sequence[str | int],
        rows: Callable[[Window], Sequence[Listed[Row]]],
        count: Callable[[int], int],
    ) -> Page[Row]:
        """Return the page that `request` asks for.

        `query` is all that decides which rows match: a token is good for no other. `rows` reads a window; `count` says
        how many rows there are, or its argument where there are as many or more, and is asked only where the rows have not
        told. Raises InvalidInput for a bad token.
        """
        # An XML schema has already dropped the space around a token; JSON and query strings keep it.
        token = request.after.strip(XML_WHITESPACE)
        start = self.tokens.read(token, query) if token else Position(request.offset, ())
        skip = 0 if token else start.offset
        # One row too many says whether there is a next page.
        limit, cap = request.size + 1, self.total_cap + 1
        # A full page so far behind the front shows by itself that there are more rows than are counted.
        window = Window(limit, skip, start.after, 0 if skip + limit >= cap else cap)
        found = rows(window)
        listed, has_next = found[: request.size], len(found) == limit
        total = _shown_total(window, found)
        if total is None:
            total = count(cap)
        return Page(
            rows=[each.row for each in listed],
            offset=start.offset,
            size=request.size,
            total=min(total, self.total_cap),
            total_is_capped=total > self.total_cap,
            next=self.tokens.issue(query, Position(start.offset + len(listed), listed[-1].key)) if has_next else "",
        )


def _shown_total(window: Window, found: Sequence[Listed[Row]]) -> int | None:
    """What the rows of this window say of the total; None where they say nothing."""
    is_placed = not window.after and (bool(found) or window.skip == 0)
    if is_placed and (len(found) < window.limit or window.cap == 0):
        return window.skip + len(found)
    return found[0].total if found else None
