"""Finding and reading customers: one SELECT for a page, one for its total."""

from collections.abc import Sequence

from adapters.database.customer_rows import CUSTOMER_COLUMNS, customer_from
from adapters.database.prefix_list import prefix_list
from adapters.database.reading import Reader
from domain.customers.customer import Customer
from domain.pager import Listed, Window

# A spelling that shares the whole term with an earlier one would list its customer again.
_BY_NAME = prefix_list("customer_name_key", ("name_key", "customer_number"), also=" AND shared_length < ?")
_BY_POSTCODE = prefix_list("customer_postcode_key", ("postcode_key", "name_key", "customer_number"))
_BY_NUMBER = (
    f"SELECT {CUSTOMER_COLUMNS} FROM customer c LEFT JOIN customer_person p ON p.customer_id = c.id "  # noqa: S608
    "WHERE c.programme_id = ? AND c.number = ?"
)


class DatabaseCustomerDirectory:
    """Implements the port `domain.customers.customer_directory.CustomerDirectory`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def list_by_name(self, programme_id: int, term: str, window: Window) -> Sequence[Listed[Customer]]:
        """See the port."""
        return _BY_NAME.rows(self._reader, programme_id, term, window, len(term))

    def count_by_name(self, programme_id: int, term: str, cap: int) -> int:
        """See the port."""
        return _BY_NAME.count(self._reader, programme_id, term, cap, len(term))

    def list_by_postcode(self, programme_id: int, prefix: str, window: Window) -> Sequence[Listed[Customer]]:
        """See the port."""
        return _BY_POSTCODE.rows(self._reader, programme_id, prefix, window)

    def count_by_postcode(self, programme_id: int, prefix: str, cap: int) -> int:
        """See the port."""
        return _BY_POSTCODE.count(self._reader, programme_id, prefix, cap)

    def read(self, programme_id: int, number: str) -> Customer | None:
        """See the port."""
        row = self._reader.row(_BY_NUMBER, (programme_id, number))
        return None if row is None else customer_from(row)
