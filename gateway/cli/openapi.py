"""`loyalty-gateway openapi`: the REST API's description."""

import json
from pathlib import Path

import click

from gateway.settings import read_settings
from rest.enactor.openapi import document


@click.command(name="openapi")
@click.option("--into", type=click.Path(dir_okay=False, path_type=Path), help="Write it into this file instead.")
def command(into: Path | None) -> None:
    r"""Print the OpenAPI 3.1 document of the REST API, with the address of PUBLIC_URL in it.

    \b
    Examples:
      loyalty-gateway openapi
      PUBLIC_URL=https://loyalty.example.com loyalty-gateway openapi --into loyalty.json
    """
    described = {**document(), "servers": [{"url": read_settings().public_url}]}
    text = json.dumps(described, indent=2) + "\n"
    if into:
        into.write_text(text, encoding="utf-8")
        click.echo(str(into))
    else:
        click.echo(text, nl=False)
