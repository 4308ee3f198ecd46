"""What the export commands share."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from domain.programmes.programme import Programme
from gateway.administration import Administration
from gateway.cli._administration import administration, programme_option
from gateway.files.columns import Column
from gateway.files.exporting import STANDARD_OUTPUT, export_file

Command = TypeVar("Command", bound=Callable[..., Any])
Item = TypeVar("Item")


def export_options(command: Command) -> Command:
    """The argument and the options of every export."""
    for decorate in (
        programme_option,
        click.option("--replace", is_flag=True, help="Overwrite the file where it is there already."),
        click.argument("file", default="-", type=click.Path(path_type=Path)),
    ):
        command = decorate(command)
    return command


def run_export(
    items: Callable[[Administration, Programme], Iterable[Item]],
    columns: Sequence[Column],
    row: Callable[[Item], Sequence[str]],
    *,
    file: Path,
    replace: bool,
    programme_code: str,
) -> None:
    """Write the items of one programme."""
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        count = export_file(file, columns, items(admin, programme), row, replace=replace)
    if file != STANDARD_OUTPUT:
        click.echo(f"{file}: {count} rows. It is readable by you only; keep it so.")
