"""`loyalty-gateway tickets review list`."""

import click

from domain.paging import PageRequest
from gateway.cli._administration import administration, json_option, programme_option
from gateway.cli._output import print_table
from gateway.cli._records import review_record


@click.command(name="list")
@click.option("--rows", default=20, show_default=True, help="How many to show, up to 100.")
@click.option("--skip", default=0, show_default=True, help="How many of the oldest to pass over.")
@programme_option
@json_option
def command(*, rows: int, skip: int, programme_code: str, as_json: bool) -> None:
    r"""List the tickets that wait until somebody has looked, the oldest first.

    They are booked, and give no points before they are approved.

    \b
    Examples:
      loyalty-gateway tickets review list
      loyalty-gateway tickets review list --rows 100 --json
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        page = admin.list_ticket_reviews.list(programme, PageRequest(offset=skip, size=rows))
    print_table([review_record(each) for each in page.rows], as_json=as_json)
