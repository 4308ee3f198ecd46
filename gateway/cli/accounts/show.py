"""`loyalty-gateway accounts show`."""

import click

from domain.accounts.account import AccountType
from domain.errors import InvalidInput
from domain.text import echo
from gateway.cli._administration import AccountTypeParameter, administration, json_option, programme_option
from gateway.cli._output import print_record
from gateway.cli._records import account_record, tier_change_record


@click.command(name="show")
@click.argument("kind", metavar="TYPE", type=AccountTypeParameter())
@click.argument("number")
@programme_option
@json_option
def command(*, kind: AccountType, number: str, programme_code: str, as_json: bool) -> None:
    r"""Show the account NUMBER of this TYPE with its figures and, where purchases lead to tiers, how it came to its tier.

    Figures and tier are those of this moment, whether or not a worker has written yet what time has done to them.

    \b
    Example:
      loyalty-gateway accounts show loyalty 887
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        now = admin.clock.now()
        sheet = admin.accounts.by_number(programme.id, kind, number.strip(), now)
        merges = admin.accounts.merges(programme.id, kind, number.strip())
        changes = (
            admin.accounts.tier_history(programme, sheet.opening.number, now) if sheet and _has_tiers(kind) else ()
        )
    if sheet is None:
        raise InvalidInput(
            f"There is no account {kind.value} {echo(number)} in programme {programme.code}.", field="number"
        )
    history = {"tier_history": [tier_change_record(change) for change in changes]} if _has_tiers(kind) else {}
    merged = {"merged_into": merges.into, "merged_from": tuple(merges.merged)}
    print_record({**account_record(sheet), **merged, **history}, as_json=as_json)


def _has_tiers(kind: AccountType) -> bool:
    return kind is AccountType.LOYALTY
