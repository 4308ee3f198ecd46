"""`loyalty-gateway accounts reinstate`."""

import uuid

import click

from domain.accounts.account import AccountType
from domain.amounts import format_amount, from_scaled
from gateway.cli._administration import administration, json_option, programme_option, user
from gateway.cli._output import print_done
from gateway.files.movements import moment


@click.command(name="reinstate", context_settings={"ignore_unknown_options": True})
@click.argument("number")
@click.argument("amount")
@click.option("--reason", required=True, help="Why; it is written into the books.")
@click.option("--key", default="", help="A name for this: with the same one again, nothing more is given back.")
@programme_option
@json_option
def command(*, number: str, amount: str, reason: str, key: str, programme_code: str, as_json: bool) -> None:
    r"""Give AMOUNT points back that have expired on the loyalty account NUMBER.

    No more than has expired there and was not given back yet. The points count anew from now, and expire by the rule
    that points have which are earned now; the answer says when.

    \b
    Example:
      loyalty-gateway accounts reinstate 887 50 --reason "was in hospital, ticket 4711" --key 4711
    """
    key = key or str(uuid.uuid4())
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        reply = admin.reinstate_points(programme, number.strip(), amount, reason=reason, key=key, operator=user())
    figures = reply.figures
    balance = format_amount(from_scaled(figures.balance), figures.form.precision) if figures else ""
    done = "Had been given back before" if reply.replayed else "Given back"
    expires_at = moment(reply.expires_at)
    record = {
        "account_type": AccountType.LOYALTY.value,
        "number": number,
        "balance": balance,
        "expires_at": expires_at,
        "movement": reply.movement_id,
        "replayed": reply.replayed,
        "key": key,
    }
    ends = f"expiring at {expires_at}" if expires_at else "without expiry"
    print_done(
        f"{done}: account {number}, balance {balance}, the points {ends} (movement {reply.movement_id}).",
        record,
        as_json=as_json,
    )
