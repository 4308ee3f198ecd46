"""`loyalty-gateway sites close`."""

import click

from gateway.cli._administration import administration, json_option, programme_option
from gateway.cli._output import print_done


@click.command(name="close")
@click.argument("code")
@programme_option
@json_option
def command(*, code: str, programme_code: str, as_json: bool) -> None:
    r"""Close the site CODE for good.

    The accounts that were opened there stay.

    \b
    Example:
      loyalty-gateway sites close 0001
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        status = admin.close_site(programme, code)
    print_done(f"Site {code} is {status}.", {"code": code, "status": status}, as_json=as_json)
