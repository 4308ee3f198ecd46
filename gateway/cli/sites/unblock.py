"""`loyalty-gateway sites unblock`."""

import click

from gateway.cli._administration import administration, json_option, programme_option
from gateway.cli._output import print_done


@click.command(name="unblock")
@click.argument("code")
@programme_option
@json_option
def command(*, code: str, programme_code: str, as_json: bool) -> None:
    r"""Let the blocked site CODE go on.

    Running processes notice within seconds.

    \b
    Example:
      loyalty-gateway sites unblock 0001
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        status = admin.block_site(programme, code, blocked=False)
    print_done(f"Site {code} is {status}.", {"code": code, "status": status}, as_json=as_json)
