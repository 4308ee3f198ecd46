"""Customers in memory, found by trying every customer and every spelling."""

from collections.abc import Iterator, Sequence

from domain.customers.customer import Customer
from domain.customers.name_keys import name_keys
from domain.customers.postcodes import postcode_key
from domain.pager import Listed, Window
from domain.programmes.programme import Programme
from tests.fakes.windows import through


class FakeCustomerDirectory:
    """A `CustomerDirectory` over a dictionary."""

    def __init__(self) -> None:
        self._customers: dict[int, dict[str, tuple[Customer, list[str], str]]] = {}

    def put(self, programme: Programme, *customers: Customer) -> None:
        """Add the customers, or change those whose numbers are known."""
        for customer in customers:
            key = postcode_key(customer.address.postcode, programme.country) or ""
            spellings = [spelling.key for spelling in name_keys(customer.forename, customer.surname)]
            self._customers.setdefault(programme.id, {})[customer.number] = (customer, spellings, key)

    def list_by_name(self, programme_id: int, term: str, window: Window) -> Sequence[Listed[Customer]]:
        return through(window, self._named(programme_id, term))

    def count_by_name(self, programme_id: int, term: str, cap: int) -> int:
        return min(cap, len(list(self._named(programme_id, term))))

    def list_by_postcode(self, programme_id: int, prefix: str, window: Window) -> Sequence[Listed[Customer]]:
        return through(window, self._at(programme_id, prefix))

    def count_by_postcode(self, programme_id: int, prefix: str, cap: int) -> int:
        return min(cap, len(list(self._at(programme_id, prefix))))

    def read(self, programme_id: int, number: str) -> Customer | None:
        found = self._customers.get(programme_id, {}).get(number)
        return found[0] if found else None

    def _named(self, programme_id: int, term: str) -> Iterator[Listed[Customer]]:
        for customer, spellings, _ in self._customers.get(programme_id, {}).values():
            if matched := next((spelling for spelling in spellings if spelling.startswith(term)), ""):
                yield Listed(customer._replace(groups=()), (matched, customer.number))

    def _at(self, programme_id: int, prefix: str) -> Iterator[Listed[Customer]]:
        for customer, spellings, key in self._customers.get(programme_id, {}).values():
            if key.startswith(prefix):
                yield Listed(customer._replace(groups=()), (key, next(iter(spellings), ""), customer.number))
