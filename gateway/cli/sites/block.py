"""`loyalty-gateway sites block`."""

import click

from gateway.cli._administration import administration, json_option, programme_option
from gateway.cli._output import print_done


@click.command(name="block")
@click.argument("code")
@programme_option
@json_option
def command(*, code: str, programme_code: str, as_json: bool) -> None:
    r"""Block the site CODE for a while.

    Calls that name it are refused, in every programme that it serves; running processes notice within seconds.

    \b
    Example:
      loyalty-gateway sites block 0001
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        status = admin.block_site(programme, code)
    print_done(f"Site {code} is {status}.", {"code": code, "status": status}, as_json=as_json)
