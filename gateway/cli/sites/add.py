"""`loyalty-gateway sites add`."""

import click

from gateway.cli._administration import administration, json_option, programme_option
from gateway.cli._output import print_done
from gateway.cli._records import site_record


@click.command(name="add")
@click.argument("code")
@click.option("--name", required=True, help="What people call the shop.")
@click.option("--time-zone", default="", help="Its IANA time zone; the programme's where it is not given.")
@programme_option
@json_option
def command(*, code: str, name: str, time_zone: str, programme_code: str, as_json: bool) -> None:
    r"""Add the site CODE, and let it serve the programme.

    CODE is what tills send as location. A site of the same estate that is known already joins the programme as it is.

    \b
    Example:
      loyalty-gateway sites add 0001 --name "High Street" --time-zone Europe/London
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        site = admin.add_site(programme, code, name, time_zone)
    print_done(f"Site {site.code} serves programme {programme.code}.", site_record(site), as_json=as_json)
