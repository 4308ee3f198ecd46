"""`loyalty-gateway import customers`."""

from typing import Any

import click

from domain.programmes.programme import Programme
from gateway.administration import Administration
from gateway.cli._importing import import_options, run_import
from gateway.files.columns import help_on
from gateway.files.customers import CUSTOMER_COLUMNS, customer_import
from gateway.files.importing import ImportKind

_HELP = f"""Take in customers from the CSV FILE.

Columns that the file does not have stay empty, or as they are for known customers with --update.

Lines that can't be taken are told in FILE.errors.csv, the others are recorded. Stopped in the middle, the same command
goes on: a row that is there already is passed over.

\b
Examples:
  loyalty-gateway import customers --template > customers.csv
  loyalty-gateway import customers customers.csv

{help_on(CUSTOMER_COLUMNS)}
"""


@click.command(name="customers", help=_HELP)
@import_options
@click.option("--update", is_flag=True, help="Let known customers take what the file gives.")
def command(*, update: bool, **options: Any) -> None:
    """See `_HELP`."""

    def make(admin: Administration, programme: Programme) -> ImportKind[Any]:
        return customer_import(admin.add_customers, programme, change_known=update)

    run_import(make, CUSTOMER_COLUMNS, **options)
