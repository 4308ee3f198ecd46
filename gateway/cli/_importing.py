"""What the import commands share: the template, the progress bar, the last word."""

import csv
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.console import Console
from rich.progress import Progress

from domain.errors import StoreUnavailable
from domain.programmes.programme import Programme
from gateway.administration import Administration
from gateway.cli._administration import administration, json_option, programme_option
from gateway.cli._output import print_done
from gateway.files.columns import Column, names_of
from gateway.files.importing import ImportKind, ImportReport, import_file
from gateway.files.rows import RowFile

Command = TypeVar("Command", bound=Callable[..., Any])
Make = Callable[[Administration, Programme], ImportKind[Any]]

_GO_ON = "Run the same command again: it goes on from there and doubles nothing."


def import_options(command: Command) -> Command:
    """The argument and the options of every import."""
    for decorate in (
        json_option,
        programme_option,
        click.option("--encoding", default="utf-8", show_default=True, help="The file's encoding, such as cp1252."),
        click.option("--template", is_flag=True, help="Print the header with an example line, and do nothing else."),
        click.argument("file", required=False, type=click.Path(path_type=Path)),
    ):
        command = decorate(command)
    return command


def print_template(columns: Sequence[Column]) -> None:
    """Print a file that an import takes: the header, and an example line."""
    csv.writer(sys.stdout, lineterminator="\n").writerows([names_of(columns), [each.example for each in columns]])


def run_import(
    make: Make,
    columns: Sequence[Column],
    *,
    file: Path | None,
    template: bool,
    encoding: str,
    programme_code: str,
    as_json: bool,
) -> None:
    """Take the file in, with a progress bar on a terminal; exits with 1 where lines were refused."""
    if template:
        print_template(columns)
        return
    if file is None:
        raise click.UsageError("Name the FILE to take in; --template prints one to begin with.")
    report, began = ImportReport(), time.monotonic()
    try:
        with administration() as admin:
            kind = make(admin, admin.find_programme(programme_code))
            _with_progress(file, kind, encoding, report)
            admin.refresh_statistics()
    except StoreUnavailable as error:
        raise click.ClickException(
            f"Stopped after {report.rows} rows: the database does not answer. {_GO_ON}"
        ) from error
    except KeyboardInterrupt as error:
        raise click.ClickException(f"Stopped after {report.rows} rows. {_GO_ON}") from error
    print_done(_told(file, report, time.monotonic() - began), _record(file, report), as_json=as_json)
    if report.refused:
        sys.exit(1)


def _with_progress(file: Path, kind: ImportKind[Any], encoding: str, report: ImportReport) -> None:
    console = Console(stderr=True)
    with Progress(console=console, disable=not console.is_terminal, transient=True) as progress:
        task = progress.add_task(file.name, total=None)

        def advance(rows: RowFile) -> None:
            progress.update(task, total=rows.size_bytes, completed=rows.bytes_read)

        import_file(file, kind, encoding=encoding, report=report, advance=advance)


def _told(file: Path, report: ImportReport, seconds: float) -> str:
    counts = ", ".join(
        f"{count} {_WORDS.get(what.value, what.value)}" for what, count in report.counts.items() if count
    )
    lines = [f"{file.name}: {report.rows} rows in {seconds:.1f} s: {counts or 'nothing new'}."]
    if report.refused:
        lines.append(f"{report.refused} lines were refused; {report.errors} says which and why.")
        lines.append("Correct them in the file and run the same command again: the other rows are passed over.")
    return "\n".join(lines)


_WORDS = {"unchanged": "there already"}


def _record(file: Path, report: ImportReport) -> dict[str, Any]:
    counts = {what.value: count for what, count in report.counts.items()}
    errors = str(report.errors) if report.errors else None
    return {"file": str(file), "rows": report.rows, **counts, "refused": report.refused, "errors": errors}
