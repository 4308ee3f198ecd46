"""`loyalty-gateway cards close`."""

import click

from gateway.cli._administration import administration, json_option, programme_option
from gateway.cli._output import print_done


@click.command(name="close")
@click.argument("number")
@programme_option
@json_option
def command(*, number: str, programme_code: str, as_json: bool) -> None:
    r"""Close the card NUMBER for good.

    Its number is not given out again.

    \b
    Example:
      loyalty-gateway cards close 8934736829037
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        status = admin.close_card(programme, number)
    print_done(f"Card {number} is {status}.", {"number": number, "status": status}, as_json=as_json)
