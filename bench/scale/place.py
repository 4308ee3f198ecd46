"""A population of one size, with a gateway before it and all that is to be measured there."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from adapters.database.engine import Store
from bench.books import check_books
from bench.load.server import GATEWAY, served
from bench.machine import database_version, machine
from bench.scale.cases import Case
from bench.scale.database_cases import database_cases
from bench.scale.figures import Figures, kept_of
from bench.scale.http_cases import Till, http_cases
from bench.scale.listening import Listener
from bench.scale.name_cases import TERMS, matches
from bench.scale.population import Population, give_phones, read_population

BOOKS_LIMIT = 100_000
"""Up to so many customers the books are proven after the updates; `verify` does it at any size."""


@dataclass(frozen=True, slots=True)
class Place:
    """What is measured at one size, and what has been found there."""

    size: int
    store: Store
    population: Population
    listener: Listener
    cases: Sequence[Case]
    figures: list[Figures] = field(default_factory=list)
    plans: list[str] = field(default_factory=list)

    @property
    def drawn(self) -> int:
        """How many customers were drawn, for whom the cases are called."""
        return len(self.population.drawn)

    def kept(self) -> dict[str, Any]:
        """What is kept of this size, once the books hold what was measured."""
        if self.size <= BOOKS_LIMIT:
            check_books(self.store)
        found = {name: matches(self.population, term) for name, term in TERMS.items()}
        return kept_of(self.figures, self.plans, found, machine() | {"database": database_version(self.store)})


@contextmanager
def scale_place(store: Store, settings: Mapping[str, str], log: Path, size: int) -> Iterator[Place]:
    """The place of the population in this database; its gateway has one process, and ends with the block."""
    population = read_population(store, size)
    give_phones(population)
    listener = Listener(store)
    found = list(database_cases(population, listener))
    program = served((GATEWAY, "serve"), {**settings, "PROCESSES": "1"}, log)
    with program as server, closing(Till(server.address)) as till:
        yield Place(size, store, population, listener, found + list(http_cases(population, till)))
