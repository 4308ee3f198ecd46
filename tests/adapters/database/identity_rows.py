"""A database with programmes, for tests of what hangs on them."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import insert

from adapters.database.engine import Store, open_store
from adapters.database.programme_tables import estate, programme, programme_site, site
from adapters.database.unit_of_work import UnitOfWork
from tests.domain.identity.world import CLUB, OTHER


@contextmanager
def store_with_programmes(url: str) -> Iterator[tuple[Store, UnitOfWork]]:
    """A store with the programmes of tests/domain/identity/world.py and their sites."""
    store = open_store(url)
    unit_of_work = UnitOfWork(store)
    with unit_of_work.transaction() as connection:
        connection.execute(insert(estate).values(id=1, code="E", name="Estate"))
        for each in (CLUB, OTHER):
            names = ("id", "code", "name", "currency", "country", "time_zone")
            connection.execute(insert(programme).values(estate_id=1, **{name: getattr(each, name) for name in names}))
        for number, each_site in enumerate(CLUB.sites.values(), start=1):
            row = {"id": number, "estate_id": 1, "name": each_site.name, "time_zone": each_site.time_zone}
            connection.execute(insert(site).values(code=each_site.code, **row))
            connection.execute(insert(programme_site).values(programme_id=1, site_id=number))
    try:
        yield store, unit_of_work
    finally:
        store.close()
