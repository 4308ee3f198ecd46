"""`loyalty-gateway backup`."""

import signal
import sys
from pathlib import Path

import click

from gateway.backups import back_up
from gateway.cli._progress import progress_bar
from gateway.settings import read_settings


@click.command(name="backup")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Overwrite FILE where it is there already.")
def command(*, file: Path, replace: bool) -> None:
    r"""Write the database, as it stands at one moment, into FILE, while the gateway serves.

    Every update that was acknowledged before the command began is in it. FILE appears when it is whole; it holds
    personal data, is readable by you only, and should be kept so. The secrets that the settings name are not in it:
    keep them elsewhere. SQLite's own backup makes it, or PostgreSQL's pg_dump (-Fc).

    A backup is one when it has been restored and verified somewhere.

    \b
    Examples:
      loyalty-gateway backup loyalty-2026-11-26.backup
      DATABASE_URL=postgresql://loyalty@db/loyalty loyalty-gateway backup nightly.backup --replace
    """
    # As Ctrl-C does: no draft stays, and no program that writes it.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with progress_bar() as advance:
        back_up(read_settings(), file, advance, replace=replace)
    click.echo(f"{file}: {file.stat().st_size:,} bytes. It holds personal data: keep it so that only you can read it.")
