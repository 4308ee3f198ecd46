"""`loyalty-gateway customers unblock`."""

import click

from gateway.cli._administration import administration, json_option, programme_option
from gateway.cli._output import print_done


@click.command(name="unblock")
@click.argument("number")
@programme_option
@json_option
def command(*, number: str, programme_code: str, as_json: bool) -> None:
    r"""Let the blocked customer NUMBER go on.

    Accounts that are blocked stay so: it is not known which had a reason of their own.

    \b
    Example:
      loyalty-gateway customers unblock 100
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        standing = admin.block_customer(programme, number, blocked=False)
    sentence = f"Customer {number} is {standing.status}."
    if standing.open_accounts:
        sentence += (
            f" The accounts stay as they are ({', '.join(standing.open_accounts)}); see customers show {number}."
        )
    print_done(sentence, {"number": number, "status": standing.status}, as_json=as_json)
