"""`loyalty-gateway customers change`."""

import click

from domain.customers.clean_customer import ADDRESS_FIELDS, PERSON_FIELDS
from domain.errors import InvalidInput
from gateway.cli._administration import (
    administration,
    column_options,
    given,
    group_option,
    json_option,
    programme_option,
)
from gateway.cli._output import print_done
from gateway.cli._records import customer_record
from gateway.files.customers import CUSTOMER_COLUMNS


@click.command(name="change")
@click.argument("number")
@column_options(CUSTOMER_COLUMNS, *PERSON_FIELDS, *ADDRESS_FIELDS)
@group_option
@programme_option
@json_option
def command(*, number: str, groups: tuple[str, ...], programme_code: str, as_json: bool, **options: str | None) -> None:
    r"""Change what is given of the customer NUMBER, and leave the rest. An empty text clears a field.

    Groups are given as they are to be: those that are not named again end.

    \b
    Examples:
      loyalty-gateway customers change 100 --surname Baldwin-Smith --street2 ""
      loyalty-gateway customers change 100 --group VIP --group STAFF
      loyalty-gateway customers change 100 --group ""
    """
    changes = given(options)
    if not changes and not groups:
        raise InvalidInput("Say what to change, such as --surname; --help lists what there is.")
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        customer = admin.change_customer(programme, number, changes, groups or None)
    names = [*changes, *(["groups"] if groups else [])]
    sentence = f"Changed {', '.join(names)} of customer {customer.number}."
    print_done(sentence, customer_record(customer), as_json=as_json)
