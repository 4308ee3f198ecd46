"""Listing a table of keys by the beginning of its key: one range of its primary key, at any depth and size."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from adapters.database.customer_rows import LISTED_COLUMNS, customer_from
from adapters.database.reading import Reader
from domain.customers.customer import Customer
from domain.customers.name_keys import prefix_end
from domain.pager import Listed, Window

# In the text and not bound: PostgreSQL plans for a tenth of all matches where it does not know the limit.
_LIMIT = "LIMIT {limit:d}"


@dataclass(frozen=True, slots=True)
class PrefixList:
    """The SELECTs over one key table; `prefix_list` makes them."""

    width: int
    from_front: str
    from_key: str
    counted: str

    def rows(
        self, reader: Reader, programme_id: int, prefix: str, window: Window, *also: int
    ) -> list[Listed[Customer]]:
        """The customers of this window, with their keys and the total; `also` are the values of the further condition."""
        before_end: tuple[Any, ...] = (programme_id, prefix_end(prefix), *also)
        values = (*before_end, prefix, window.cap, *before_end)
        if window.after:
            found = reader.rows(self.from_key.format(limit=window.limit), (*values, *window.after))
        else:
            found = reader.rows(self.from_front.format(limit=window.limit), (*values, prefix, window.skip))
        return [self._listed(row, window) for row in found]

    def _listed(self, row: Sequence[Any], window: Window) -> Listed[Customer]:
        total, *key = row[: self.width + 1]
        return Listed(customer_from(row[self.width + 1 :]), tuple(key), total if window.cap else None)

    def count(self, reader: Reader, programme_id: int, prefix: str, cap: int, *also: int) -> int:
        """How many rows there are in all, counted up to `cap`."""
        return int(reader.row(self.counted, (programme_id, prefix_end(prefix), *also, prefix, cap))[0])


def prefix_list(table: str, key_names: tuple[str, ...], also: str = "") -> PrefixList:
    """Make the SELECTs over a table whose primary key is the programme and then `key_names`; the first is searched.

    The page is cut in the key table before any customer is looked up: a row that is skipped costs an index entry.
    """
    keys = ", ".join(key_names)
    before_end = f"FROM {table} WHERE programme_id = ? AND {key_names[0]} < ?{also}"
    in_range = f"{before_end} AND {key_names[0]} >= ?"
    # Without the lower bound, which follows from this one: given both, SQLite seeks by the worse.
    behind_key = f"{before_end} AND ({keys}) > ({', '.join('?' * len(key_names))})"
    # Ordered, or PostgreSQL reads the table from its beginning until it has met enough matches.
    counted = f"SELECT COUNT(*) FROM (SELECT 1 {in_range} ORDER BY {keys} LIMIT ?) AS found"  # noqa: S608 - fixed texts only
    return PrefixList(
        width=len(key_names),
        from_front=_with_customers(counted, key_names, f"{in_range} ORDER BY {keys} {_LIMIT} OFFSET ?"),
        from_key=_with_customers(counted, key_names, f"{behind_key} ORDER BY {keys} {_LIMIT}"),
        counted=counted,
    )


def _with_customers(counted: str, key_names: tuple[str, ...], page: str) -> str:
    keys = ", ".join(f"k.{name}" for name in key_names)
    # The total comes with the page, and is counted once: asked for on its own it would wait for the database again.
    return (
        f"SELECT ({counted}), {keys}, {LISTED_COLUMNS} "  # noqa: S608 - fixed texts only
        f"FROM (SELECT {', '.join(key_names)}, customer_id {page}) AS k "
        f"JOIN customer c ON c.id = k.customer_id LEFT JOIN customer_person p ON p.customer_id = c.id ORDER BY {keys}"
    )
