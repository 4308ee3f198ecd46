"""`loyalty-gateway customers change`."""

import click

from domain.customers.clean_customer import CUSTOMER_FIELDS
from domain.errors import InvalidInput
from gateway.cli._administration import administration, column_options, given, json_option, programme_option
from gateway.cli._output import print_done
from gateway.cli._records import customer_record
from gateway.files.customers import CUSTOMER_COLUMNS


@click.command(name="change")
@click.argument("number")
@column_options(CUSTOMER_COLUMNS, *CUSTOMER_FIELDS)
@programme_option
@json_option
def command(*, number: str, programme_code: str, as_json: bool, **options: str | None) -> None:
    r"""Change what is given of the customer NUMBER, and leave the rest. An empty text clears a field.

    \b
    Example:
      loyalty-gateway customers change 100 --surname Baldwin-Smith --street2 ""
    """
    changes = given(options)
    if not changes:
        raise InvalidInput("Say what to change, such as --surname; --help lists what there is.")
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        customer = admin.change_customer(programme, number, changes)
    sentence = f"Changed {', '.join(changes)} of customer {customer.number}."
    print_done(sentence, customer_record(customer), as_json=as_json)
