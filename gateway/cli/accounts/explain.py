"""`loyalty-gateway accounts explain`."""

from datetime import datetime
from typing import Any

import click

from domain.accounts.account import AccountType
from domain.accounts.explain_balance import Explanation
from domain.accounts.ledger_records import Movement
from domain.amounts import format_amount, from_scaled
from domain.errors import InvalidInput
from domain.paging import PageRequest
from domain.refusals import NoAccount
from domain.text import echo
from gateway.cli._administration import AccountTypeParameter, administration, json_option, programme_option
from gateway.cli._moment import MomentParameter
from gateway.cli._output import print_record
from gateway.cli._records import tier_change_record
from gateway.files.movements import moment


@click.command(name="explain")
@click.argument("kind", metavar="TYPE", type=AccountTypeParameter())
@click.argument("number")
@click.option(
    "--as-of",
    type=MomentParameter(),
    help="As of this moment, such as 2026-11-26T09:30:00.123456Z, or with another offset; else now.",
)
@click.option("--rows", default=20, show_default=True, help="How many entries to show, up to 100.")
@click.option("--skip", default=0, show_default=True, help="How many of the latest entries to pass over.")
@programme_option
@json_option
def command(
    *, kind: AccountType, number: str, as_of: datetime | None, rows: int, skip: int, programme_code: str, as_json: bool
) -> None:
    r"""Explain the balance of the account NUMBER of this TYPE: the entries and holds that make it, as of any moment.

    The entries come latest first, each with the balance after it and what it came from: the kind of movement, the
    till's document, the device, the credential, who worked the till, and why. Of a loyalty account the changes of its
    tier up to that moment are told too, the first one first, and of points that expire how many are next and when.

    \b
    Examples:
      loyalty-gateway accounts explain loyalty 887
      loyalty-gateway accounts explain loyalty 887 --as-of 2026-11-01 --rows 100
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        try:
            page = PageRequest(offset=skip, size=rows)
            told = admin.explain_balance.explain(programme, kind, number.strip(), as_of, page)
        except NoAccount:
            raise InvalidInput(
                f"There is no account {kind.value} {echo(number)} in programme {programme.code}.", field="number"
            ) from None
    print_record(_record(told), as_json=as_json)


def _record(told: Explanation) -> dict[str, Any]:
    standing, expiry = told.standing, told.standing.next_expiry

    def amount(scaled: int) -> str:
        return format_amount(from_scaled(scaled), standing.form.precision)

    return {
        "account_type": told.type.value,
        "number": told.number,
        "customer_number": standing.customer_number,
        "as_of": moment(told.as_of),
        "balance": amount(standing.balance),
        "held": amount(told.held),
        "available": amount(told.available),
        "credit_limit": amount(standing.credit_limit),
        "next_to_expire": amount(expiry.points) if expiry else "",
        "next_expiry": moment(expiry.expires_at) if expiry else "",
        "entries_in_all": standing.sequence,
        "holds": [
            {
                "amount": amount(hold.amount),
                "expires_at": moment(hold.expires_at),
                **_source(hold.movement, hold.credential),
            }
            for hold in told.holds
        ],
        "entries": [
            {
                "sequence": line.sequence,
                "amount": amount(line.movement.moved),
                "balance": amount(line.movement.balance_after),
                **_source(line.movement, line.credential),
                "original": line.original,
            }
            for line in told.entries.rows
        ],
        **({"tier_history": [tier_change_record(change) for change in told.tiers]} if told.tiers else {}),
    }


def _source(movement: Movement, credential: str) -> dict[str, str]:
    return {
        "kind": movement.kind.value,
        "document": movement.transaction_id,
        "device": movement.device,
        "credential": credential,
        "operator": movement.operator,
        "reason": movement.reason,
        "received_at": moment(movement.received_at),
        "occurred_at": moment(movement.occurred_at),
    }
