"""`loyalty-gateway credentials revoke`: close a credential for good."""

import click

from domain.identity.revoke_credential import RevokeCredential
from gateway.cli._opened import opened_gateway


@click.command(name="revoke")
@click.argument("names", nargs=-1, required=True)
def command(*, names: tuple[str, ...]) -> None:
    r"""Close the credentials NAMES for good: secrets and access tokens stop within seconds.

    Their names stay taken, so that the ledger's movements say for ever who made them.

    \b
    Example:
      loyalty-gateway credentials revoke till-7 till-8
    """
    with opened_gateway() as gateway:
        revoke = RevokeCredential(gateway.identity.records, gateway.clock)
        for name in names:
            revoke(name)
            click.echo(f"Revoked {name}.")
