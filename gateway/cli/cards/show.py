"""`loyalty-gateway cards show`."""

import click

from domain.cards.card_number import card_number, hash_card_number
from domain.errors import InvalidInput
from gateway.cli._administration import administration, json_option, programme_option
from gateway.cli._output import print_record
from gateway.cli._records import card_record, short_account_record


@click.command(name="show")
@click.argument("number")
@programme_option
@json_option
def command(*, number: str, programme_code: str, as_json: bool) -> None:
    r"""Show the card NUMBER, its hash, and the accounts that it leads to.

    \b
    Example:
      loyalty-gateway cards show 8934736829037
    """
    digits = card_number(number)
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        card = admin.cards.by_number(programme.id, digits)
        if card is None:
            raise InvalidInput(f"There is no card {digits} in programme {programme.code}.", field="number")
        sheets = admin.accounts.of_customer(programme.id, card.customer_number, admin.clock.now())
    accounts = [short_account_record(sheet) for sheet in sheets]
    record = {**card_record(card), "hashed_number": hash_card_number(digits), "accounts": accounts}
    print_record(record, as_json=as_json)
