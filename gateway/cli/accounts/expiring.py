"""`loyalty-gateway accounts expiring`."""

import sys
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import Any

import click

from domain.accounts.list_expiring import ExpiringLine
from domain.programmes.programme import Programme
from gateway.administration import Administration
from gateway.cli._exporting import export_options, run_export
from gateway.cli._progress import progress_bar
from gateway.files.columns import help_on
from gateway.files.expiring import EXPIRING_COLUMNS, expiring_row
from gateway.files.exporting import STANDARD_OUTPUT


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

    def items(admin: Administration, programme: Programme) -> Iterator[ExpiringLine]:
        # Rows on the same terminal are progress enough.
        is_wanted = options["file"] != STANDARD_OUTPUT or not sys.stdout.isatty()
        with progress_bar(is_wanted=is_wanted) as advance:
            seen = partial(advance, "looking through accounts")
            yield from admin.list_expiring(programme, until.date(), seen)

    run_export(items, EXPIRING_COLUMNS, expiring_row, **options)
