"""`loyalty-gateway accounts merge`."""

import click

from domain.accounts.account import AccountType
from domain.amounts import format_amount, from_scaled
from gateway.cli._administration import AccountTypeParameter, administration, json_option, programme_option, user
from gateway.cli._output import print_done


@click.command(name="merge")
@click.argument("kind", metavar="TYPE", type=AccountTypeParameter())
@click.argument("number", metavar="FROM")
@click.argument("into", metavar="INTO")
@click.option("--reason", required=True, help="Why; it is written into the books.")
@programme_option
@json_option
def command(*, kind: AccountType, number: str, into: str, reason: str, programme_code: str, as_json: bool) -> None:
    r"""Merge the account FROM of this TYPE into the account INTO, for a person who has two; for good.

    All that FROM has is on INTO then, FROM is closed, and its number and cards lead to INTO. With the same
    two again, it moves nothing more. On FROM, no hold may be open, and no points may wait in escrow.

    \b
    Example:
      loyalty-gateway accounts merge loyalty 887 901 --reason "registered twice"
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        receipt = admin.merge_accounts(programme, kind, number, into, reason=reason, operator=user())
    moved, balance = (
        format_amount(from_scaled(amount), receipt.form.precision) for amount in (receipt.moved, receipt.balance)
    )
    done = "Had been merged before" if receipt.replayed else "Merged"
    record = {
        "account_type": kind.value,
        "number": receipt.number,
        "into": receipt.into,
        "moved": moved,
        "balance": balance,
        "movement": receipt.movement_id,
        "replayed": receipt.replayed,
    }
    print_done(
        f"{done}: account {kind.value} {receipt.number} into {receipt.into}, which took {moved} and had {balance} then.",
        record,
        as_json=as_json,
    )
