"""`loyalty-gateway customers close`."""

import click

from gateway.cli._administration import administration, json_option, programme_option
from gateway.cli._output import print_done


@click.command(name="close")
@click.argument("number")
@programme_option
@json_option
def command(*, number: str, programme_code: str, as_json: bool) -> None:
    r"""Close the customer NUMBER for good, with the cards.

    The accounts must be closed first. The person stays on record.

    \b
    Example:
      loyalty-gateway customers close 100
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        standing = admin.close_customer(programme, number)
    sentence = f"Customer {number} is {standing.status}."
    print_done(sentence, {"number": number, "status": standing.status}, as_json=as_json)
