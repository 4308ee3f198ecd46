"""`loyalty-gateway credentials create`: a credential for a till or a partner."""

import click

from domain.identity.caller import TILL_OPERATIONS, Operation
from domain.identity.create_credential import CreateCredential, NewCredential
from domain.identity.credential import CredentialScope
from gateway.cli._administration import programme_option
from gateway.cli._opened import opened_gateway
from gateway.cli.credentials._secret import ask_for_secret, show


@click.command(name="create")
@click.argument("name")
@programme_option
@click.option(
    "--operation",
    "operations",
    multiple=True,
    type=click.Choice([operation.value for operation in Operation]),
    help="What it may do, once for each; all that a till does where none is given.",
)
@click.option("--site", "sites", multiple=True, help="Code of a site that it serves, once for each; by default all.")
@click.option("--default-site", default="", help="The site where a message names none.")
@click.option("--default-device", default="", help="The device where a message names none.")
@click.option(
    "--digest", is_flag=True, help="For WS-Security digests: the secret is kept so that it can be read again."
)
@click.option("--chosen", is_flag=True, help="Ask for a secret instead of making one; or take it from the input.")
def command(
    *,
    name: str,
    programme_code: str,
    operations: tuple[str, ...],
    sites: tuple[str, ...],
    default_site: str,
    default_device: str,
    digest: bool,
    chosen: bool,
) -> None:
    r"""Make the credential NAME, and show its secret this once.

    The secret goes to the output, everything else to the error output. A made secret has 256 random bits.

    \b
    Examples:
      loyalty-gateway credentials create till-7 --site 0001 --default-site 0001
      loyalty-gateway credentials create crm --operation search-customers > crm.secret
    """
    scope = CredentialScope(
        operations=frozenset(Operation(value) for value in operations) or TILL_OPERATIONS,
        sites=frozenset(sites) or None,
        default_site=default_site,
        default_device=default_device,
    )
    with opened_gateway() as gateway:
        identity = gateway.identity
        programme = identity.find_programme(programme_code).code
        create = CreateCredential(identity.records, identity.programmes, identity.secret_maker, gateway.clock)
        secret = ask_for_secret() if chosen else ""
        if chosen and not secret:
            raise click.UsageError("The secret is empty.")
        shown = create(NewCredential(programme, name, scope, secret, allows_digest=digest))
    show(shown, f"Made the credential {name} of the programme {programme}.", is_generated=not chosen)
