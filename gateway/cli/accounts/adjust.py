"""`loyalty-gateway accounts adjust`."""

import uuid

import click

from domain.accounts.account import AccountType
from domain.amounts import format_amount, from_scaled
from gateway.cli._administration import AccountTypeParameter, administration, json_option, programme_option, user
from gateway.cli._output import print_done


@click.command(name="adjust", context_settings={"ignore_unknown_options": True})
@click.argument("kind", metavar="TYPE", type=AccountTypeParameter())
@click.argument("number")
@click.argument("amount")
@click.option("--reason", required=True, help="Why; it is written into the books.")
@click.option("--key", default="", help="A name for this adjustment: with the same one again, it moves nothing more.")
@programme_option
@json_option
def command(
    *, kind: AccountType, number: str, amount: str, reason: str, key: str, programme_code: str, as_json: bool
) -> None:
    r"""Move the balance of the account NUMBER of this TYPE by AMOUNT, such as 50 or -12.40.

    A correction is a movement of its own, with the reason and your user name; old ones never change.

    \b
    Examples:
      loyalty-gateway accounts adjust loyalty 887 50 --reason "goodwill, ticket 4711" --key 4711
      loyalty-gateway accounts adjust deposit D-1 -12.40 --reason "paid out" --key D-1-close
    """
    key = key or str(uuid.uuid4())
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        reply = admin.adjust_account(programme, kind, number.strip(), amount, reason=reason, key=key, operator=user())
    figures = reply.figures
    balance = format_amount(from_scaled(figures.balance), figures.form.precision) if figures else ""
    done = "Had been adjusted before" if reply.replayed else "Adjusted"
    record = {
        "account_type": kind.value,
        "number": number,
        "balance": balance,
        "movement": reply.movement_id,
        "replayed": reply.replayed,
        "key": key,
    }
    print_done(
        f"{done}: account {kind.value} {number}, balance {balance} (movement {reply.movement_id}).",
        record,
        as_json=as_json,
    )
