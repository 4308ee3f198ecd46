"""`loyalty-gateway wsdl`: the SOAP contract."""

from pathlib import Path

import click

from gateway.settings import read_settings
from wsdl.contract_versions import FILES
from wsdl.serving import contract_files


@click.command(name="wsdl")
@click.argument("file", type=click.Choice(FILES), required=False)
@click.option(
    "--into",
    type=click.Path(file_okay=False, path_type=Path),
    help="Write all files of the contract into this folder instead.",
)
def command(file: str | None, into: Path | None) -> None:
    r"""Print a file of the contract, or write all of them, with the address of PUBLIC_URL in it.

    \b
    Examples:
      loyalty-gateway wsdl AccountBalanceService.wsdl
      PUBLIC_URL=https://loyalty.example.com loyalty-gateway wsdl --into contract
    """
    files = contract_files(read_settings().public_url)
    if into:
        into.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (into / name).write_bytes(content)
            click.echo(str(into / name))
    elif file:
        click.echo(files[file], nl=False)
    else:
        raise click.UsageError(f"Name a file ({', '.join(FILES)}), or give --into FOLDER for all.")
