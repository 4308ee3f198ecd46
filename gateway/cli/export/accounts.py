"""`loyalty-gateway export accounts`."""

from typing import Any

import click

from gateway.cli._exporting import export_options, run_export
from gateway.files.accounts import ACCOUNT_COLUMNS, account_row


@click.command(name="accounts")
@export_options
def command(**options: Any) -> None:
    r"""Write the programme's accounts to FILE, or to the terminal, in the columns of the import.

    The balance is today's: taken into another programme, it is what the accounts begin with there. Holds stay behind.

    \b
    Examples:
      loyalty-gateway export accounts accounts.csv
      loyalty-gateway export accounts | head
    """
    run_export(
        lambda admin, programme: admin.whole_records.accounts(programme.id, admin.clock.now()),
        ACCOUNT_COLUMNS,
        account_row,
        **options,
    )
