"""`loyalty-gateway migrate`: bring the database to the newest schema."""

import click

from gateway.settings import read_settings
from gateway.wiring import migrate


@click.command(name="migrate")
def command() -> None:
    r"""Make the tables, or bring those of an older version up to date.

    Does nothing where they are up to date already. Make a backup before you run it on a database with data in it.

    \b
    Examples:
      loyalty-gateway migrate
      DATABASE_URL=postgresql://loyalty@db/loyalty loyalty-gateway migrate
    """
    migrate(read_settings())
    click.echo("The database is at the newest schema.")
