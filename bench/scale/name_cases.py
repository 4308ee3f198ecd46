"""Name searches in the database: each the page that a caller gets, with all that is asked for it."""

from collections.abc import Iterator

from adapters.database.customer_directory import DatabaseCustomerDirectory
from adapters.database.reading import Reader
from bench.scale.cases import DATABASE, DEEPEST_OFFSET, PAGE, Case, Wanted
from bench.scale.listening import Listener
from bench.scale.population import Population
from bench.wrong import Wrong
from domain.customers.customer import Customer
from domain.page_tokens import PageTokens, Position
from domain.pager import Pager, Window
from domain.paging import OFFSET_LIMIT, SIZE_DEFAULT, TOTAL_CAP, Page, PageRequest

TERMS = {"rare surname": "lukaszewicz", "most common surname": "smith", "one letter": "s", "two letters": "sm"}
TOKEN_ROW = 100_000
_MOST_COUNTED = TOTAL_CAP + 1
_PAGES = Pager(PageTokens(b"bench.scale"))
# Behind these keys lie the longest stretches of spellings under which nobody is listed: every Susan whose surname begins
# with s is found as "s... susan", and every Smith-Jones, whom "smithjones" finds too, as "smith jones".
_PASSED_OVER = {"one letter": ("susan s", ""), "most common surname": ("smith zzz", "")}


def matches(population: Population, term: str) -> int:
    """How many customers this beginning of a name finds, counted up to a little more than is measured."""
    directory = DatabaseCustomerDirectory(Reader(population.store))
    return directory.count_by_name(population.programme.id, term, TOKEN_ROW + SIZE_DEFAULT + 2)


def counted(most: int, row: int = 0) -> int:
    """How many rows the total of a page at this row is counted from, where so many match."""
    return min(most, _MOST_COUNTED) if row <= TOTAL_CAP - SIZE_DEFAULT else 0


def name_cases(population: Population, listener: Listener) -> Iterator[Case]:
    """All of them; the listener hears what they ask of the database."""
    searches = _Searches(population, listener)
    for name, term in TERMS.items():
        most = matches(population, term)
        yield searches.page(name, "first page", PageRequest(), PAGE, counted=counted(most))
        yield searches.total(name)
        if most <= SIZE_DEFAULT + 1:
            continue
        skip = min(OFFSET_LIMIT, most - SIZE_DEFAULT - 1)
        deepest = PageRequest(offset=skip)
        yield searches.page(name, "row 10,000 by offset", deepest, DEEPEST_OFFSET, skip, counted(most, skip))
        # Where so many don't match, half of them: a page in the middle is as full as that one.
        row = TOKEN_ROW if most > TOKEN_ROW + SIZE_DEFAULT else most // 2
        yield searches.page(name, "row 100,000 by token", searches.at(name, row), PAGE, row, counted(most))
    for name, key in _PASSED_OVER.items():
        behind = searches.behind(name, key)
        yield searches.page(name, "page with the most keys passed over", behind, Wanted(milliseconds=10))


class _Searches:
    """Searches in one population."""

    def __init__(self, population: Population, listener: Listener) -> None:
        self._programme_id = population.programme.id
        self._heard = DatabaseCustomerDirectory(listener)
        self._unheard = DatabaseCustomerDirectory(Reader(population.store))

    def page(self, name: str, which: str, request: PageRequest, wanted: Wanted, row: int = 0, counted: int = 0) -> Case:
        """A page, as the use case makes it."""
        expected = len(self._read(self._unheard, name, request).rows)

        def call(_: int) -> None:
            if len(self._read(self._heard, name, request).rows) != expected:
                raise Wrong(f"The page of {name} has not the {expected} rows that it had.")

        return Case(f"{name}: {which}", DATABASE, call, wanted, row, expected, counted)

    def total(self, name: str) -> Case:
        """The total without a page."""
        return Case(
            f"{name}: its total alone",
            DATABASE,
            lambda _: self._heard.count_by_name(self._programme_id, TERMS[name], _MOST_COUNTED),
        )

    def at(self, name: str, row: int) -> PageRequest:
        """The page that begins at this row, by token."""
        (last,) = self._unheard.list_by_name(self._programme_id, TERMS[name], Window(1, skip=row - 1))
        return self.behind(name, last.key, row)

    def behind(self, name: str, key: tuple[str, ...], row: int = 0) -> PageRequest:
        """The page behind this key, by token."""
        return PageRequest(after=_PAGES.tokens.issue(self._query(name), Position(row, key)))

    def _query(self, name: str) -> tuple[int, str]:
        return self._programme_id, TERMS[name]

    def _read(self, directory: DatabaseCustomerDirectory, name: str, request: PageRequest) -> Page[Customer]:
        programme_id, term = self._query(name)
        return _PAGES.page(
            request,
            (programme_id, term),
            rows=lambda window: directory.list_by_name(programme_id, term, window),
            count=lambda cap: directory.count_by_name(programme_id, term, cap),
        )
