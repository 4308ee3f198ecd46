"""`loyalty-gateway cards add`."""

import click

from domain.cards.add_cards import card_of
from domain.recorded import Recorded, require_recorded
from gateway.cli._administration import administration, json_option, programme_option
from gateway.cli._output import print_done
from gateway.cli._records import card_record


@click.command(name="add")
@click.argument("number")
@click.option("--customer", "customer_number", required=True, help="Number of the customer who holds the card.")
@programme_option
@json_option
def command(*, number: str, customer_number: str, programme_code: str, as_json: bool) -> None:
    r"""Give the card NUMBER to a customer; spaces and dashes in it are dropped.

    \b
    Example:
      loyalty-gateway cards add "8934 7368 29037" --customer 100
    """
    card = card_of(number, customer_number)
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        result = require_recorded(admin.add_cards(programme, [card])[0])
    told = "Added card" if result is Recorded.ADDED else "There already is the card"
    print_done(f"{told} {card.number} of customer {card.customer_number}.", card_record(card), as_json=as_json)
