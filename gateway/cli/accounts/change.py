"""`loyalty-gateway accounts change`."""

import click

from domain.accounts.account import AccountType
from domain.accounts.account_sheet import TERMS
from domain.errors import InvalidInput
from gateway.cli._administration import (
    AccountTypeParameter,
    administration,
    column_options,
    given,
    json_option,
    programme_option,
)
from gateway.cli._output import print_done
from gateway.files.accounts import ACCOUNT_COLUMNS


@click.command(name="change")
@click.argument("kind", metavar="TYPE", type=AccountTypeParameter())
@click.argument("number")
@column_options(ACCOUNT_COLUMNS, *TERMS)
@programme_option
@json_option
def command(*, kind: AccountType, number: str, programme_code: str, as_json: bool, **options: str | None) -> None:
    r"""Change what is given of the account NUMBER of this TYPE, and leave the rest; never its balance.

    An empty text brings the default back.

    \b
    Example:
      loyalty-gateway accounts change credit C-12 --credit-limit 250
    """
    changes = given(options)
    if not changes:
        raise InvalidInput("Say what to change, such as --credit-limit; --help lists what there is.")
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        admin.change_account(programme, kind, number.strip(), changes)
    record = {"account_type": kind.value, "number": number, "changed": sorted(changes)}
    print_done(f"Changed {', '.join(changes)} of account {kind.value} {number}.", record, as_json=as_json)
