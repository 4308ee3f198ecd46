"""Listing a table of keys by the beginning of its key: one range of its primary key, at any depth and size."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, Table, bindparam, func, select, tuple_

from adapters.database.customer_rows import CUSTOMER_COLUMNS
from adapters.database.customer_tables import customer, customer_person
from domain.customers.name_keys import prefix_end
from domain.pager import Window


@dataclass(frozen=True, slots=True)
class PrefixList:
    """The statements over one table whose primary key is programme, then `key_names` (the first is searched).

    The keys are cut to the page before any customer is looked up, so that rows which are skipped cost an index entry.
    """

    key_names: tuple[str, ...]
    from_front: Select[Any]
    from_key: Select[Any]
    counted: Select[int]

    def statement(self, window: Window) -> Select[Any]:
        """The SELECT of this window's rows; it wants the values of `values`."""
        return self.from_key if window.after else self.from_front

    def values(self, programme_id: int, prefix: str, window: Window) -> Mapping[str, str | int]:
        """What `statement` wants for this window."""
        values = range_values(programme_id, prefix) | {"limit": window.limit}
        if not window.after:
            return values | {"skip": window.skip}
        return values | {f"after_{name}": value for name, value in zip(self.key_names, window.after, strict=True)}


def range_values(programme_id: int, prefix: str) -> dict[str, str | int]:
    """What every statement of a `PrefixList` wants."""
    return {"programme_id": programme_id, "prefix": prefix, "prefix_end": prefix_end(prefix), "length": len(prefix)}


def prefix_list(keys: Table, key_names: tuple[str, ...], *also: ColumnElement[bool]) -> PrefixList:
    """Make the statements; `also` holds further conditions, which may use the parameter `length`, the prefix's."""
    columns = [keys.c[name] for name in key_names]
    before_end = select(*columns, keys.c.customer_id).where(
        keys.c.programme_id == bindparam("programme_id"), columns[0] < bindparam("prefix_end"), *also
    )
    in_range = before_end.where(columns[0] >= bindparam("prefix"))
    behind_key = tuple_(*columns) > tuple_(*(bindparam(f"after_{name}") for name in key_names))
    limit = bindparam("limit", type_=Integer)
    return PrefixList(
        key_names,
        from_front=_with_customers(
            in_range.order_by(*columns).limit(limit).offset(bindparam("skip", type_=Integer)), key_names
        ),
        # Without the lower bound, which follows from the other: SQLite takes the worse of the two.
        from_key=_with_customers(before_end.where(behind_key).order_by(*columns).limit(limit), key_names),
        counted=select(func.count()).select_from(in_range.limit(limit).subquery()),
    )


def _with_customers(keys: Select[Any], key_names: tuple[str, ...]) -> Select[Any]:
    listed = keys.subquery("listed")
    columns = [listed.c[name].label(f"key_{name}") for name in key_names]
    return (
        select(*columns, *CUSTOMER_COLUMNS)
        .join_from(listed, customer, customer.c.id == listed.c.customer_id)
        .join(customer_person, customer_person.c.customer_id == listed.c.customer_id)
        .order_by(*columns)
    )
