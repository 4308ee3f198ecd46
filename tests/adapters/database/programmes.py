"""Programmes for tests that need rows of one."""

from sqlalchemy import Connection, insert

from adapters.database.programme_tables import estate, programme
from domain.programmes.programme import Programme


def put_programme(connection: Connection, given: Programme) -> None:
    """Write the programme, with an estate of its own."""
    connection.execute(insert(estate).values(id=given.id, code=f"E{given.id}", name="Estate"))
    columns = {name: getattr(given, name) for name in ("id", "code", "name", "currency", "country", "time_zone")}
    connection.execute(insert(programme).values(estate_id=given.id, **columns))
