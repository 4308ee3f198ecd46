"""`loyalty-gateway wsdl`: the SOAP contract."""

from pathlib import Path

import click

from gateway.settings import read_settings
from wsdl.contract_digest import contract_digest
from wsdl.contract_versions import FILES, PARTS, SERVICES, SHIPPED, wsdl_file
from wsdl.names import VERSIONS
from wsdl.pages.place import Place

NAMES = [version.name for version in SHIPPED]


@click.command(name="wsdl")
@click.argument("file", type=click.Choice(FILES), required=False)
@click.option(
    "--into", type=click.Path(file_okay=False, path_type=Path), help="Write all files into this folder instead."
)
@click.option("--side-by-side", is_flag=True, help="The WSDLs import the schemas, which are files of their own.")
@click.option("--contract-version", type=click.Choice(NAMES), help="Another version than that of CONTRACT_VERSION.")
@click.option(
    "--digest", is_flag=True, help="Print the SHA-256 of each part of the contract instead, by which it is frozen."
)
def command(
    file: str | None,
    into: Path | None,
    contract_version: str | None,
    *,
    side_by_side: bool,
    digest: bool,
) -> None:
    r"""Print a file of the contract, or write all of them, with the address of PUBLIC_URL in it.

    Each WSDL is one self-contained file with the schemas inside, unless --side-by-side is given.

    \b
    Examples:
      loyalty-gateway wsdl AccountBalanceService.wsdl
      PUBLIC_URL=https://loyalty.example.com loyalty-gateway wsdl --into contract
      loyalty-gateway wsdl --into contract --side-by-side
      loyalty-gateway wsdl --digest
    """
    settings = read_settings()
    default = settings.server.contract_version
    (version,) = [version for version in SHIPPED if version.name == (contract_version or default)]
    place = Place(version, settings.public_url, "" if version.name == default else f"/{version.name}")
    if digest:
        for part in PARTS:
            click.echo(f"{contract_digest(version, part)}  {version.label(part)}")
    elif into:
        into.mkdir(parents=True, exist_ok=True)
        for name, content in _files(place, side_by_side=side_by_side).items():
            (into / name).write_bytes(content)
            click.echo(str(into / name))
    elif file:
        click.echo((_files(place, side_by_side=side_by_side).get(file) or place.file(file)).decode(), nl=False)
    else:
        raise click.UsageError(f"Name a file ({', '.join(FILES)}), or give --into FOLDER for all.")


def _files(place: Place, *, side_by_side: bool) -> dict[str, bytes]:
    if side_by_side:
        return {name: place.file(name) for name in FILES}
    return {wsdl_file(service, soap): place.self_contained(service, soap) for service in SERVICES for soap in VERSIONS}
