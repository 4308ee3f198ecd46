"""`loyalty-gateway sites show`."""

import click

from domain.errors import InvalidInput
from domain.text import echo
from gateway.cli._administration import administration, json_option, programme_option
from gateway.cli._output import print_record, print_table
from gateway.cli._records import site_record


@click.command(name="show")
@click.argument("code", required=False)
@programme_option
@json_option
def command(*, code: str | None, programme_code: str, as_json: bool) -> None:
    r"""Show the site CODE; without CODE, list the sites that serve the programme.

    \b
    Examples:
      loyalty-gateway sites show
      loyalty-gateway sites show 0001
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
    if code is None:
        print_table([site_record(site) for site in programme.sites.values()], as_json=as_json)
    elif code in programme.sites:
        print_record(site_record(programme.sites[code]), as_json=as_json)
    else:
        raise InvalidInput(f"No site {echo(code)!r} serves programme {programme.code}.", field="code")
