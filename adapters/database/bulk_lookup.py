"""Looking up what a batch of many rows is decided against."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from domain.status import Status

_CUSTOMERS = "SELECT number, id, status FROM customer WHERE programme_id = ? AND number"

CustomerKeys = Mapping[str, tuple[int, Status]]
"""Id and status of customers by their number."""


def rows_of(connection: Connection, select: str, programme_id: int, keys: Collection[Any]) -> Sequence[Sequence[Any]]:
    """The rows of `select` whose column, the last thing in it, is among these keys; none for no keys.

    Its one value, written `?`, is the programme's id. Give at most some thousands of keys at a time.
    """
    if not keys:
        return []
    if connection.dialect.name == "sqlite":
        among = f"{select} IN ({', '.join('?' * len(keys))})"
        return connection.exec_driver_sql(among, (programme_id, *keys)).all()
    among = f"{select} = ANY(?)".replace("?", "%s")
    return connection.exec_driver_sql(among, (programme_id, list(keys))).all()


def customer_keys(connection: Connection, programme_id: int, numbers: Collection[str]) -> CustomerKeys:
    """Id and status of those customers that the programme knows; give at most some thousands at a time."""
    rows = rows_of(connection, _CUSTOMERS, programme_id, numbers)
    return {number: (customer_id, Status(status)) for number, customer_id, status in rows}
