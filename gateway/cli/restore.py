"""`loyalty-gateway restore`."""

from pathlib import Path

import click

from gateway.backups import restore
from gateway.cli._progress import progress_bar
from gateway.settings import read_settings


@click.command(name="restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--replace", is_flag=True, help="Put the backup in the place of what is in the database. Can't be undone."
)
def command(*, file: Path, replace: bool) -> None:
    r"""Put the backup in FILE into the database of the settings, which must be empty.

    Stop the gateways and workers of that database first, and start them afterwards: they remember what was. The
    restore is one transaction: where it fails or is killed, the database is as before. A file that is cut off, damaged or
    of a newer version of the program is refused.

    \b
    Examples:
      DATABASE_URL=sqlite:///copy.sqlite3 loyalty-gateway restore loyalty-2026-11-26.backup
      loyalty-gateway restore nightly.backup --replace
    """
    with progress_bar() as advance:
        is_newest = restore(read_settings(), file, advance, replace=replace)
    click.echo("The backup is in the database.")
    if not is_newest:
        click.echo("It is of another version of the program. Run: loyalty-gateway migrate")
    click.echo("Prove it: loyalty-gateway verify")
