"""`loyalty-gateway cards block`."""

import click

from gateway.cli._administration import administration, json_option, programme_option
from gateway.cli._output import print_done


@click.command(name="block")
@click.argument("number")
@programme_option
@json_option
def command(*, number: str, programme_code: str, as_json: bool) -> None:
    r"""Block the card NUMBER for a while.

    It finds no account until it is unblocked; the customer's accounts go on.

    \b
    Example:
      loyalty-gateway cards block 8934736829037
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        status = admin.block_card(programme, number)
    print_done(f"Card {number} is {status}.", {"number": number, "status": status}, as_json=as_json)
