"""`loyalty-gateway accounts close`."""

import click

from domain.accounts.account import AccountType
from gateway.cli._administration import AccountTypeParameter, administration, json_option, programme_option
from gateway.cli._output import print_done


@click.command(name="close")
@click.argument("kind", metavar="TYPE", type=AccountTypeParameter())
@click.argument("number")
@programme_option
@json_option
def command(*, kind: AccountType, number: str, programme_code: str, as_json: bool) -> None:
    r"""Close the account NUMBER of this TYPE for good.

    Its balance must be zero, and no hold open on it.

    \b
    Example:
      loyalty-gateway accounts close loyalty 887
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        status = admin.close_account(programme, kind, number)
    print_done(
        f"Account {kind.value} {number} is {status}.",
        {"account_type": kind.value, "number": number, "status": status},
        as_json=as_json,
    )
