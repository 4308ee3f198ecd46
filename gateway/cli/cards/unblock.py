"""`loyalty-gateway cards unblock`."""

import click

from gateway.cli._administration import administration, json_option, programme_option
from gateway.cli._output import print_done


@click.command(name="unblock")
@click.argument("number")
@programme_option
@json_option
def command(*, number: str, programme_code: str, as_json: bool) -> None:
    r"""Let the blocked card NUMBER work again.

    The customer's accounts were never blocked with it.

    \b
    Example:
      loyalty-gateway cards unblock 8934736829037
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        status = admin.block_card(programme, number, blocked=False)
    print_done(f"Card {number} is {status}.", {"number": number, "status": status}, as_json=as_json)
