"""`loyalty-gateway accounts expiring`."""

from datetime import datetime
from typing import Any

import click

from gateway.cli._exporting import export_options, run_export
from gateway.files.columns import help_on
from gateway.files.expiring import EXPIRING_COLUMNS, expiring_row


@click.command(name="expiring", epilog=help_on(EXPIRING_COLUMNS))
@click.option(
    "--until",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="The last day to list, such as 2026-12-31, in the programme's time zone.",
)
@export_options
def command(*, until: datetime, **options: Any) -> None:
    r"""List the points that expire by the end of a day, into FILE or to the terminal, as CSV.

    A line for each account and day, in the order in which the accounts were opened; it tells what is there now. All
    accounts are looked through, which takes a while with millions of them and holds nobody up.

    \b
    Examples:
      loyalty-gateway accounts expiring --until 2026-12-31
      loyalty-gateway accounts expiring december.csv --until 2026-12-31
      loyalty-gateway accounts expiring --until 2026-12-31 | sort -t, -k4
    """
    run_export(
        lambda admin, programme: admin.list_expiring(programme, until.date()),
        EXPIRING_COLUMNS,
        expiring_row,
        **options,
    )
