"""`loyalty-gateway credentials rotate`: a new secret for a credential."""

from datetime import timedelta

import click

from domain.identity.rotate_credential import RotateCredential
from gateway.cli._opened import opened_gateway
from gateway.cli.credentials._secret import ask_for_secret, show


@click.command(name="rotate")
@click.argument("name")
@click.option(
    "--grace-days", type=click.IntRange(0, 90), help="How long the old secret still opens; see OLD_SECRET_DAYS."
)
@click.option("--chosen", is_flag=True, help="Ask for a secret instead of making one; or take it from the input.")
def command(*, name: str, grace_days: int | None, chosen: bool) -> None:
    r"""Give the credential NAME a new secret, and show it this once.

    The old one still opens for the days of grace, so that tills can be changed one after the other. A secret that was
    lost is rotated with --grace-days 0: then it, and the access tokens that it got, stop within seconds.

    \b
    Examples:
      loyalty-gateway credentials rotate till-7
      loyalty-gateway credentials rotate till-7 --grace-days 0
    """
    with opened_gateway() as gateway:
        identity = gateway.identity
        grace = timedelta(days=gateway.settings.access.old_secret_days if grace_days is None else grace_days)
        secret = ask_for_secret() if chosen else ""
        if chosen and not secret:
            raise click.UsageError("The secret is empty.")
        rotate = RotateCredential(identity.records, identity.secret_maker, gateway.clock, grace)
        shown = rotate(name, chosen_secret=secret)
    until = shown.credential.previous_until
    old = f"opens until {until:%Y-%m-%d %H:%M} UTC" if until else "opens no more"
    show(shown, f"Rotated the credential {name}; the old secret {old}.", is_generated=not chosen)
