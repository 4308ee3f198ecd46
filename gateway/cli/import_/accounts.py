"""`loyalty-gateway import accounts`."""

from typing import Any

import click

from domain.programmes.programme import Programme
from gateway.administration import Administration
from gateway.cli._importing import import_options, run_import
from gateway.files.accounts import ACCOUNT_COLUMNS, account_import
from gateway.files.columns import help_on
from gateway.files.importing import ImportKind

_HELP = f"""Take in accounts from the CSV FILE.

The balance of each is entered into the books as a movement of its own, with the reason opening. The customers must be
there; import them first.

Lines that can't be taken are told in FILE.errors.csv, the others are recorded. Stopped in the middle, the same command
goes on: a row that is there already is passed over.

\b
Examples:
  loyalty-gateway import accounts --template > accounts.csv
  loyalty-gateway import accounts accounts.csv

{help_on(ACCOUNT_COLUMNS)}
"""


@click.command(name="accounts", help=_HELP)
@import_options
@click.option(
    "--update", is_flag=True, help="Let known accounts take the terms that the file gives; never the balance."
)
def command(*, update: bool, **options: Any) -> None:
    """See `_HELP`."""

    def make(admin: Administration, programme: Programme) -> ImportKind[Any]:
        return account_import(admin.open_accounts, programme, admin.clock, change_known=update)

    run_import(make, ACCOUNT_COLUMNS, **options)
