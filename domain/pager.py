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

    They are those behind the sort key `after` where it is given, else those behind the first `skip`.
    """

    limit: int
    skip: int = 0
    after: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Listed(Generic[Row]):
    """A row as a list holds it, with its sort key: what `Window.after` wants to go on behind it."""

    row: Row
    key: tuple[str, ...]


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
        how many rows there are, or its argument where there are as many or more. Raises InvalidInput for a bad token.
        """
        # An XML schema has already dropped the space around a token; JSON and query strings keep it.
        token = request.after.strip(XML_WHITESPACE)
        start = self.tokens.read(token, query) if token else Position(request.offset, ())
        skip = 0 if token else start.offset
        # One row too many says whether there is a next page.
        found = rows(Window(request.size + 1, skip, start.after))
        listed, has_next = found[: request.size], len(found) > request.size
        is_all = start.offset == 0 and not has_next
        total = len(listed) if is_all else count(self.total_cap + 1)
        return Page(
            rows=[each.row for each in listed],
            offset=start.offset,
            size=request.size,
            total=min(total, self.total_cap),
            total_is_capped=total > self.total_cap,
            next=self.tokens.issue(query, Position(start.offset + len(listed), listed[-1].key)) if has_next else "",
        )
