"""`loyalty-gateway programmes unblock`."""

import click

from gateway.cli._administration import administration, json_option
from gateway.cli._output import print_done


@click.command(name="unblock")
@click.argument("code")
@json_option
def command(*, code: str, as_json: bool) -> None:
    r"""Let the blocked programme CODE go on.

    Running processes notice within seconds.

    \b
    Example:
      loyalty-gateway programmes unblock LOYALTY_UK
    """
    with administration() as admin:
        status = admin.block_programme(code, blocked=False)
    print_done(f"Programme {code} is {status}.", {"code": code, "status": status}, as_json=as_json)
