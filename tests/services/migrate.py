"""The one place where the tests bring a database to the product's newest schema."""

from importlib import import_module


def migrate(database_url: str) -> None:
    """Make the product's tables in the database at this address."""
    try:
        migrations = import_module("adapters.database.migrations")
    except ModuleNotFoundError:
        return  # the product has no tables yet
    migrations.upgrade(database_url)
