"""`loyalty-gateway programmes show`."""

import click

from gateway.cli._administration import administration, json_option
from gateway.cli._output import print_record, print_table
from gateway.cli._records import programme_record, site_record


@click.command(name="show")
@click.argument("code", required=False)
@json_option
def command(*, code: str | None, as_json: bool) -> None:
    r"""Show the programme CODE with its rules and sites; without CODE, list all programmes.

    \b
    Examples:
      loyalty-gateway programmes show
      loyalty-gateway programmes show LOYALTY_UK --json
    """
    with administration() as admin:
        if code is None:
            names = ("code", "name", "status", "currency", "country", "time_zone")
            whole = [programme_record(programme) for programme in admin.programmes.list()]
            print_table([{name: record[name] for name in names} for record in whole], as_json=as_json)
            return
        programme = admin.find_programme(code)
    sites = [site_record(site) for site in programme.sites.values()]
    print_record({**programme_record(programme), "sites": sites}, as_json=as_json)
