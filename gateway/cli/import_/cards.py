"""`loyalty-gateway import cards`."""

from typing import Any

import click

from domain.programmes.programme import Programme
from gateway.administration import Administration
from gateway.cli._importing import import_options, run_import
from gateway.files.cards import CARD_COLUMNS, card_import
from gateway.files.columns import help_on
from gateway.files.importing import ImportKind

_HELP = f"""Take in cards from the CSV FILE.

The customers must be there; import them first.

Lines that can't be taken are told in FILE.errors.csv, the others are recorded. Stopped in the middle, the same command
goes on: a row that is there already is passed over.

\b
Examples:
  loyalty-gateway import cards --template > cards.csv
  loyalty-gateway import cards cards.csv

{help_on(CARD_COLUMNS)}
"""


@click.command(name="cards", help=_HELP)
@import_options
def command(**options: Any) -> None:
    """See `_HELP`."""

    def make(admin: Administration, programme: Programme) -> ImportKind[Any]:
        return card_import(admin.add_cards, programme)

    run_import(make, CARD_COLUMNS, **options)
