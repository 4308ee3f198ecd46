"""`loyalty-gateway accounts show`."""

import click

from domain.accounts.account import AccountType
from domain.errors import InvalidInput
from domain.text import echo
from gateway.cli._administration import AccountTypeParameter, administration, json_option, programme_option
from gateway.cli._output import print_record
from gateway.cli._records import account_record


@click.command(name="show")
@click.argument("kind", metavar="TYPE", type=AccountTypeParameter())
@click.argument("number")
@programme_option
@json_option
def command(*, kind: AccountType, number: str, programme_code: str, as_json: bool) -> None:
    r"""Show the account NUMBER of this TYPE with its figures.

    \b
    Example:
      loyalty-gateway accounts show loyalty 887
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        sheet = admin.accounts.by_number(programme.id, kind, number.strip(), admin.clock.now())
    if sheet is None:
        raise InvalidInput(
            f"There is no account {kind.value} {echo(number)} in programme {programme.code}.", field="number"
        )
    print_record(account_record(sheet), as_json=as_json)
