"""`loyalty-gateway export customers`."""

from typing import Any

import click

from gateway.cli._exporting import export_options, run_export
from gateway.files.customers import CUSTOMER_COLUMNS, customer_row


@click.command(name="customers")
@export_options
def command(**options: Any) -> None:
    r"""Write the programme's customers to FILE, or to the terminal, in the columns of the import.

    \b
    Examples:
      loyalty-gateway export customers customers.csv
      loyalty-gateway export customers | head
    """
    run_export(
        lambda admin, programme: admin.whole_records.customers(programme.id), CUSTOMER_COLUMNS, customer_row, **options
    )
