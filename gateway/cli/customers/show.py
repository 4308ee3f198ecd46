"""`loyalty-gateway customers show`."""

import click

from domain.errors import InvalidInput
from domain.text import echo
from gateway.cli._administration import administration, json_option, programme_option
from gateway.cli._output import print_record
from gateway.cli._records import card_record, customer_record, short_account_record


@click.command(name="show")
@click.argument("number")
@programme_option
@json_option
def command(*, number: str, programme_code: str, as_json: bool) -> None:
    r"""Show the customer NUMBER with cards and accounts.

    \b
    Example:
      loyalty-gateway customers show 100
    """
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        customer = admin.customers.by_number(programme.id, number.strip())
        if customer is None:
            raise InvalidInput(f"There is no customer {echo(number)!r} in programme {programme.code}.", field="number")
        cards = admin.cards.of_customer(programme.id, customer.number)
        sheets = admin.accounts.of_customer(programme.id, customer.number, admin.clock.now())
    held = [{name: value for name, value in card_record(card).items() if name != "customer_number"} for card in cards]
    accounts = [short_account_record(sheet) for sheet in sheets]
    print_record({**customer_record(customer), "cards": held, "accounts": accounts}, as_json=as_json)
