"""`loyalty-gateway accounts block`."""

import click

from domain.accounts.account import AccountType
from gateway.cli._administration import AccountTypeParameter, administration, json_option, programme_option
from gateway.cli._output import print_done


@click.command(name="block")
@click.argument("kind", metavar="TYPE", type=AccountTypeParameter())
@click.argument("number")
@programme_option
@json_option
def command(*, kind: AccountType, number: str, programme_code: str, as_json: bool) -> None:
    r"""Block the account NUMBER of this TYPE for a while.

    What tills have begun may finish; nothing new may start.

    \b
    Example:
      loyalty-gateway accounts block loyalty 887
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        status = admin.block_account(programme, kind, number)
    print_done(
        f"Account {kind.value} {number} is {status}.",
        {"account_type": kind.value, "number": number, "status": status},
        as_json=as_json,
    )
