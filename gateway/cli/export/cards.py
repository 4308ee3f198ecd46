"""`loyalty-gateway export cards`."""

from typing import Any

import click

from gateway.cli._exporting import export_options, run_export
from gateway.files.cards import CARD_COLUMNS, card_row


@click.command(name="cards")
@export_options
def command(**options: Any) -> None:
    r"""Write the programme's cards to FILE, or to the terminal, in the columns of the import.

    \b
    Examples:
      loyalty-gateway export cards cards.csv
      loyalty-gateway export cards | head
    """
    run_export(lambda admin, programme: admin.whole_records.cards(programme.id), CARD_COLUMNS, card_row, **options)
