"""`loyalty-gateway demo population`: as many demo customers as one likes."""

import time
from datetime import UTC, datetime

import click

from gateway.cli._progress import progress_bar
from gateway.demo.population.populate import Wanted, populate
from gateway.secrets import with_secrets
from gateway.settings import read_settings
from gateway.wiring import migrate


@click.command(name="population")
@click.option("--customers", required=True, type=click.IntRange(1, 100_000_000), help="How many customers to make.")
@click.option(
    "--movements-per-account",
    default=1.2,
    show_default=True,
    type=click.FloatRange(0, 100),
    help="How many movements an account has on average, spread over a year; some have many, most few.",
)
@click.option("--seed", default=1, show_default=True, help="Another number makes other people.")
@click.option(
    "--until",
    default="2026-01-01",
    show_default=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on which the year of movements ends, in UTC.",
)
@click.option("--processes", default=0, show_default="one for each core", help="Processes that make the data up.")
def command(*, customers: int, movements_per_account: float, seed: int, until: datetime, processes: int) -> None:
    r"""Make the demo, and beside its fifty customers as many more as are wanted: always the same ones.

    Names and postcodes come as often as they do in a country: many Smiths, and thousands of rare names. Everybody has
    one to three cards, and a loyalty account, often with others beside it, on which a year's movements were made by
    the ledger's own rules. `loyalty-gateway verify` proves it.

    The rows are streamed: memory stays the same however many there are. A customer takes about 5 kB in the database.
    On PostgreSQL it is one transaction, which locks the tables; stopped, it leaves nothing behind. On SQLite what was
    made before a stop stays. A database with a population, or with programmes of its own, is refused.

    \b
    Examples:
      loyalty-gateway demo --customers 10000
      loyalty-gateway demo population --customers 1000000 --movements-per-account 3
    """
    settings = with_secrets(read_settings())
    migrate(settings)
    wanted = Wanted(customers, movements_per_account, seed, until.replace(tzinfo=UTC), processes)
    began = time.monotonic()
    with progress_bar() as advance:
        populate(settings, wanted, advance)
    click.echo(f"{customers:,} customers are in place, made in {time.monotonic() - began:.0f} s.")
