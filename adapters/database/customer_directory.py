"""Finding and reading customers: one SELECT for a page, one for its total."""

from collections.abc import Sequence

from sqlalchemy import bindparam, select

from adapters.database.customer_rows import CUSTOMER_COLUMNS, customer_of
from adapters.database.customer_tables import customer, customer_name_key, customer_person, customer_postcode_key
from adapters.database.engine import Store
from adapters.database.prefix_list import PrefixList, prefix_list, range_values
from adapters.database.store_errors import store_errors
from domain.customers.customer import Customer
from domain.pager import Listed, Window

# A spelling that shares the whole term with an earlier one would list its customer again.
_BY_NAME = prefix_list(
    customer_name_key, ("name_key", "customer_number"), customer_name_key.c.shared_length < bindparam("length")
)
_BY_POSTCODE = prefix_list(customer_postcode_key, ("postcode_key", "name_key", "customer_number"))
_BY_NUMBER = (
    select(*CUSTOMER_COLUMNS)
    .join(customer_person, customer_person.c.customer_id == customer.c.id)
    .where(customer.c.programme_id == bindparam("programme_id"), customer.c.number == bindparam("number"))
)


class DatabaseCustomerDirectory:
    """The `CustomerDirectory` of a store. Raises `StoreUnavailable` where the store is away or busy."""

    def __init__(self, store: Store) -> None:
        self._reads = store.reads

    def list_by_name(self, programme_id: int, term: str, window: Window) -> Sequence[Listed[Customer]]:
        """See the port."""
        return self._list(_BY_NAME, programme_id, term, window)

    def count_by_name(self, programme_id: int, term: str, cap: int) -> int:
        """See the port."""
        return self._count(_BY_NAME, programme_id, term, cap)

    def list_by_postcode(self, programme_id: int, prefix: str, window: Window) -> Sequence[Listed[Customer]]:
        """See the port."""
        return self._list(_BY_POSTCODE, programme_id, prefix, window)

    def count_by_postcode(self, programme_id: int, prefix: str, cap: int) -> int:
        """See the port."""
        return self._count(_BY_POSTCODE, programme_id, prefix, cap)

    def read(self, programme_id: int, number: str) -> Customer | None:
        """See the port."""
        values = {"programme_id": programme_id, "number": number}
        with store_errors(), self._reads.connect() as connection:
            row = connection.execute(_BY_NUMBER, values).mappings().first()
        return None if row is None else customer_of(row)

    def _list(self, keys: PrefixList, programme_id: int, prefix: str, window: Window) -> Sequence[Listed[Customer]]:
        with store_errors(), self._reads.connect() as connection:
            rows = (
                connection.execute(keys.statement(window), keys.values(programme_id, prefix, window)).mappings().all()
            )
        return [Listed(customer_of(row), tuple(row[f"key_{name}"] for name in keys.key_names)) for row in rows]

    def _count(self, keys: PrefixList, programme_id: int, prefix: str, cap: int) -> int:
        with store_errors(), self._reads.connect() as connection:
            counted = connection.execute(keys.counted, range_values(programme_id, prefix) | {"limit": cap})
            return counted.scalar_one()
