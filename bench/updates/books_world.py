"""A database to write updates into: migrated, with one programme and each form's accounts."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from sqlalchemy import insert, select

from adapters.database.engine import Store, open_store
from adapters.database.ledger_tables import account
from adapters.database.migrations import upgrade
from adapters.database.planner_statistics import refresh_statistics
from adapters.database.programme_tables import estate, programme
from adapters.database.unit_of_work import UnitOfWork
from bench.updates.form import ACCOUNT_COUNT, account_number
from domain.accounts.account import AccountType
from domain.programmes.programme import Programme

BATCH = 2_000


@contextmanager
def prepared_store(database_url: str) -> Iterator[Store]:
    """The open store at this address, brought to the newest schema."""
    upgrade(database_url)
    store = open_store(database_url)
    try:
        yield store
    finally:
        store.close()


def add_programme(store: Store, code: str) -> Programme:
    """A new programme with an estate of its own."""
    with UnitOfWork(store).transaction() as connection:
        estate_id = connection.execute(insert(estate).values(code=code, name=code).returning(estate.c.id)).scalar_one()
        values = {"code": code, "name": code, "currency": "GBP", "country": "GB", "time_zone": "Europe/London"}
        statement = insert(programme).values(estate_id=estate_id, **values).returning(programme.c.id)
        return Programme(connection.execute(statement).scalar_one(), code, code)


def add_accounts(store: Store, programme_id: int, forms: Sequence[str]) -> Mapping[str, Sequence[int]]:
    """Loyalty accounts for each form, empty; their ids in the order of their numbers."""
    values = {"account_type": AccountType.LOYALTY.value, "currency": "GBP", "unit": "points", "precision": 0}
    rows = [
        {"programme_id": programme_id, "number": account_number(form, place), "opened_at": 0, **values}
        for form in forms
        for place in range(ACCOUNT_COUNT)
    ]
    for start in range(0, len(rows), BATCH):
        with UnitOfWork(store).transaction() as connection:
            connection.execute(insert(account), rows[start : start + BATCH])
    refresh_statistics(store)
    wanted = select(account.c.id, account.c.number).where(account.c.programme_id == programme_id)
    with store.reads.connect() as connection:
        found = connection.execute(wanted.order_by(account.c.number)).all()
    return {form: [row.id for row in found if row.number.startswith(f"{form}-")] for form in forms}
