"""`loyalty-gateway serve`: serve SOAP and REST."""

import os

import click

from gateway.cli._granian import run
from gateway.cli._welcome import addresses
from gateway.logging import configure_logging
from gateway.secrets import with_secrets
from gateway.settings import read_settings
from gateway.wiring import build_core


@click.command(name="serve")
@click.option("--processes", metavar="N", help="Processes that serve, in the place of the setting PROCESSES.")
def command(*, processes: str | None) -> None:
    r"""Serve SOAP and REST until the program is told to stop (SIGTERM, or Ctrl-C).

    Refuses to start on a database that is not migrated or not safe, and on demo data off loopback. Calls in hand are
    finished before it stops. For a demo with data in it: loyalty-gateway up.

    \b
    Examples:
      loyalty-gateway serve
      DATABASE_URL=postgresql://loyalty@db/loyalty loyalty-gateway serve --processes 4
    """
    if processes is not None:
        # Each process reads the settings anew, from what it finds in its environment.
        os.environ["PROCESSES"] = processes
    settings = with_secrets(read_settings())
    configure_logging(settings.watching.log_level)
    # What would stop each process is said once, here, in plain words.
    build_core(settings).close()
    click.echo(addresses(settings))
    run(settings)
