"""`loyalty-gateway accounts add`."""

import click

from domain.accounts.account import AccountType
from domain.accounts.account_form import AccountForm, opening_of
from domain.accounts.account_sheet import TERMS
from domain.recorded import Recorded, require_recorded
from gateway.cli._administration import (
    AccountTypeParameter,
    administration,
    column_options,
    given,
    json_option,
    programme_option,
)
from gateway.cli._output import print_done
from gateway.cli._records import account_record
from gateway.files.accounts import ACCOUNT_COLUMNS


@click.command(name="add")
@click.argument("kind", metavar="TYPE", type=AccountTypeParameter())
@click.argument("number")
@column_options(ACCOUNT_COLUMNS, "customer_number", "balance", "currency", *TERMS, "opened_at")
@programme_option
@json_option
def command(*, kind: AccountType, number: str, programme_code: str, as_json: bool, **options: str | None) -> None:
    r"""Open the account NUMBER of this TYPE: loyalty, deposit, credit, employee, credit-note or spend.

    Loyalty accounts count points, the others money. Amounts are in decimals: 12.40.

    \b
    Examples:
      loyalty-gateway accounts add loyalty 887 --customer 100 --balance 1250 --tier UK3
      loyalty-gateway accounts add credit C-12 --customer 100 --credit-limit 200
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        now = admin.clock.now()
        opening = opening_of(AccountForm(kind.value, number, **given(options)), programme, now)
        result = require_recorded(admin.open_accounts(programme, [opening])[0])
        sheet = admin.accounts.by_number(programme.id, kind, opening.number, now)
    told = "Opened account" if result is Recorded.ADDED else "There already is the account"
    record = account_record(sheet) if sheet else {}
    print_done(f"{told} {kind.value} {opening.number}, balance {record['balance']}.", record, as_json=as_json)
