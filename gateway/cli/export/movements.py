"""`loyalty-gateway export movements`."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import click

from domain.accounts.movement_line import MovementLine
from domain.programmes.programme import Programme
from gateway.administration import Administration
from gateway.cli._exporting import export_options, run_export
from gateway.cli._moment import MomentParameter
from gateway.files.movements import MOVEMENT_COLUMNS, movement_row


@click.command(name="movements")
@click.option("--since", type=MomentParameter(), help="The first moment, such as 2026-11-01 or 2026-11-01T09:30:00Z.")
@click.option("--until", type=MomentParameter(), help="The moment after the last. Without an offset both are in UTC.")
@export_options
def command(*, since: datetime | None, until: datetime | None, **options: Any) -> None:
    r"""Write the programme's movements to FILE, or to the terminal.

    \b
    Examples:
      loyalty-gateway export movements movements.csv
      loyalty-gateway export movements november.csv --since 2026-11-01 --until 2026-12-01
    """

    def items(admin: Administration, programme: Programme) -> Iterable[MovementLine]:
        return admin.whole_records.movements(programme.id, since or _FIRST, until or _LAST)

    run_export(items, MOVEMENT_COLUMNS, movement_row, **options)


_FIRST, _LAST = datetime(1970, 1, 1, tzinfo=UTC), datetime(9999, 1, 1, tzinfo=UTC)
