"""`loyalty-gateway programmes block`."""

import click

from gateway.cli._administration import administration, json_option
from gateway.cli._output import print_done


@click.command(name="block")
@click.argument("code")
@json_option
def command(*, code: str, as_json: bool) -> None:
    r"""Block the programme CODE for a while.

    Its tills and customers are refused until it is unblocked; running processes notice within seconds.

    \b
    Example:
      loyalty-gateway programmes block LOYALTY_UK
    """
    with administration() as admin:
        status = admin.block_programme(code)
    print_done(f"Programme {code} is {status}.", {"code": code, "status": status}, as_json=as_json)
