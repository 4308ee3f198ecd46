"""`loyalty-gateway customers block`."""

import click

from gateway.cli._administration import administration, json_option, programme_option
from gateway.cli._output import print_done


@click.command(name="block")
@click.argument("number")
@programme_option
@json_option
def command(*, number: str, programme_code: str, as_json: bool) -> None:
    r"""Block the customer NUMBER, with every account that is active.

    The accounts stay blocked until each is unblocked: accounts unblock.

    \b
    Example:
      loyalty-gateway customers block 100
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        standing = admin.block_customer(programme, number)
    sentence = f"Customer {number} is {standing.status}."
    print_done(sentence, {"number": number, "status": standing.status}, as_json=as_json)
