"""The services' own tests: what the fixtures promise."""

import psycopg
import pytest
from sqlalchemy import create_engine, inspect

from tests.services.postgresql import PostgreSQL


def driver_url(url: str) -> str:
    return url.replace("postgresql+psycopg", "postgresql")


def test_each_test_gets_an_empty_database(postgresql_url: str) -> None:
    with psycopg.connect(driver_url(postgresql_url)) as connection:
        tables = connection.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'").fetchone()
    assert tables == (0,)


@pytest.mark.parametrize("setting", ["fsync", "synchronous_commit", "full_page_writes"])
def test_the_server_writes_safely(postgresql_url: str, setting: str) -> None:
    with psycopg.connect(driver_url(postgresql_url)) as connection:
        assert connection.execute(f"SHOW {setting}").fetchone() == ("on",)


def test_a_migrated_database_is_the_tests_own(postgresql_server: PostgreSQL) -> None:
    with postgresql_server.migrated_database() as one, postgresql_server.migrated_database() as other:
        with psycopg.connect(driver_url(one)) as connection:
            connection.execute("CREATE TABLE mark (id integer)")
        with psycopg.connect(driver_url(other)) as connection:
            assert connection.execute("SELECT to_regclass('mark')").fetchone() == (None,)


def test_every_kind_of_database_has_the_products_tables(database_url: str) -> None:
    assert "alembic_version" in tables_of(database_url)


def test_every_kind_of_empty_database_has_none(empty_database_url: str) -> None:
    assert not tables_of(empty_database_url)


def tables_of(url: str) -> list[str]:
    engine = create_engine(url)
    tables = inspect(engine).get_table_names()
    engine.dispose()
    return tables
