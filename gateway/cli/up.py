"""`loyalty-gateway up`: a demo on this machine, ready to call."""

import click

from gateway.cli._granian import require_free_address, run
from gateway.cli._welcome import addresses, demo_calls
from gateway.demo import prepare
from gateway.logging import configure_logging
from gateway.secrets import with_secrets
from gateway.settings import read_settings
from gateway.wiring import migrate


@click.command(name="up")
def command() -> None:
    r"""Prepare the embedded database with demo data where there is none, and serve on this machine.

    A second run keeps the data and starts at once. Everything it makes is in DATA_DIRECTORY (./data); remove that
    folder to begin anew.

    \b
    Examples:
      loyalty-gateway up
      LISTEN_PORT=9090 DATA_DIRECTORY=/tmp/trial loyalty-gateway up
    """
    settings = with_secrets(read_settings())
    configure_logging(settings.watching.log_level)
    require_free_address(settings.server.listen_host, settings.server.listen_port)
    migrate(settings)
    if prepare(settings):
        click.echo(f"Demo data is in {settings.store.data_directory}; the next run keeps what you do with it.\n")
    click.echo(addresses(settings))
    click.echo(demo_calls(settings))
    run(settings)
