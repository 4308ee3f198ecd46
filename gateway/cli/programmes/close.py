"""`loyalty-gateway programmes close`."""

import click

from gateway.cli._administration import administration, json_option
from gateway.cli._output import print_done


@click.command(name="close")
@click.argument("code")
@json_option
def command(*, code: str, as_json: bool) -> None:
    r"""Close the programme CODE for good.

    Its accounts must be closed first. What it did stays on record.

    \b
    Example:
      loyalty-gateway programmes close LOYALTY_UK
    """
    with administration() as admin:
        status = admin.close_programme(code)
    print_done(f"Programme {code} is {status}.", {"code": code, "status": status}, as_json=as_json)
