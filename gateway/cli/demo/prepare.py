"""`loyalty-gateway demo prepare`: the demo data."""

import click

from gateway.demo import prepare
from gateway.secrets import with_secrets
from gateway.settings import read_settings
from gateway.wiring import migrate


@click.command(name="prepare")
def command() -> None:
    r"""Put the demo data into the database, making it where there is none. `up` does this by itself.

    A programme, four shops, fifty customers with cards and accounts of every type, and the tills till-1 (password) and
    till-2 (digest), both with the secret demo. Purchases earn a point per pound, which waits 30 days and leads to Silver and
    Gold. Does nothing where it is there already.

    \b
    Examples:
      loyalty-gateway demo prepare
      DATA_DIRECTORY=trial loyalty-gateway demo prepare
    """
    settings = with_secrets(read_settings())
    migrate(settings)
    done = prepare(settings)
    click.echo("The demo data is in place." if done else "The demo data was in place already.")
