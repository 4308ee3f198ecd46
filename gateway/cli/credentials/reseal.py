"""`loyalty-gateway credentials reseal`: encrypt the secrets of digests anew."""

import click

from domain.identity.reseal_credentials import ResealCredentials
from gateway.cli._opened import opened_gateway


@click.command(name="reseal")
def command() -> None:
    r"""Encrypt the secrets of WS-Security digests anew with the first of ENCRYPTION_KEYS.

    To change the key: put the new one in front of the old one in every process, run this, take the old one away.
    Stopped in the middle, nothing is lost; run it again.

    \b
    Example:
      ENCRYPTION_KEYS=NEW,OLD loyalty-gateway credentials reseal
    """
    with opened_gateway() as gateway:
        vault = gateway.identity.secret_maker.require_vault()
        resealed = ResealCredentials(gateway.identity.records, vault)()
    click.echo(f"Encrypted {resealed.count} secrets anew.")
    if resealed.unreadable:
        names = ", ".join(resealed.unreadable)
        raise click.ClickException(f"No key opens the secrets of: {names}. Add the key that made them, or rotate them.")
