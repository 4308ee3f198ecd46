"""Postcode searches in the database: the first page with its total, at the postcodes of those who are drawn."""

from collections.abc import Iterator, Sequence
from statistics import median

from adapters.database.customer_directory import DatabaseCustomerDirectory
from adapters.database.reading import Reader
from bench.scale.cases import DATABASE, ONE_ROW, PAGE, Case
from bench.scale.listening import Listener
from bench.scale.population import Population
from bench.wrong import Wrong
from domain.customers.customer import Customer
from domain.customers.postcodes import postcode_key
from domain.pager import Listed, Window
from domain.paging import SIZE_DEFAULT, TOTAL_CAP

WHOLE, OUTWARD = 2, 1
"""How many parts of a postcode are searched for."""
_FIRST_PAGE = Window(SIZE_DEFAULT + 1, cap=TOTAL_CAP + 1)
_ASKED = 9


def postcode_cases(population: Population, listener: Listener) -> Iterator[Case]:
    """All of them; the listener hears what they ask of the database."""
    directory = DatabaseCustomerDirectory(listener)
    for name, parts, wanted in (
        ("postcode search", WHOLE, ONE_ROW),
        ("postcode search, outward part", OUTWARD, PAGE),
    ):
        shown, counted = found_at_postcodes(population, parts)

        def call(number: int, parts: int = parts) -> None:
            _found(directory, population, number, parts)

        yield Case(name, DATABASE, call, wanted, 0, shown, counted)


def found_at_postcodes(population: Population, parts: int) -> tuple[int, int]:
    """How many rows such a page has, and from how many its total is counted: the medians of some."""
    directory = DatabaseCustomerDirectory(Reader(population.store))
    pages = [_found(directory, population, number, parts) for number in range(_ASKED)]
    return round(median(len(page) for page in pages)), round(median(page[0].total or 0 for page in pages))


def _found(
    directory: DatabaseCustomerDirectory, population: Population, number: int, parts: int
) -> Sequence[Listed[Customer]]:
    programme = population.programme
    whole = postcode_key(population.at(number).postcode, programme.country) or ""
    key = " ".join(whole.split()[:parts])
    found = directory.list_by_postcode(programme.id, key, _FIRST_PAGE)
    if not found:
        raise Wrong(f"Nobody was found at {key}.")
    return found
