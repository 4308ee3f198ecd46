"""`loyalty-gateway customers add`."""

import click

from domain.customers.clean_customer import ADDRESS_FIELDS, PERSON_FIELDS, clean_customer
from domain.customers.customer import Address, Customer
from domain.recorded import Recorded, require_recorded
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


@click.command(name="add")
@click.argument("number")
@column_options(CUSTOMER_COLUMNS, *PERSON_FIELDS, *ADDRESS_FIELDS)
@group_option
@programme_option
@json_option
def command(*, number: str, groups: tuple[str, ...], programme_code: str, as_json: bool, **options: str | None) -> None:
    r"""Add the customer NUMBER; searches find them at once.

    \b
    Example:
      loyalty-gateway customers add 100 --title Miss --forename Amelia --surname Baldwin --postcode "M1 1AA" \
          --group VIP --group STAFF
    """
    texts = given(options)
    person = {name: texts[name] for name in PERSON_FIELDS if name in texts}
    address = Address(**{name: texts[name] for name in ADDRESS_FIELDS if name in texts})
    customer = clean_customer(Customer(**{"number": number, "surname": "", **person}, address=address, groups=groups))
    with administration() as admin:
        programme = admin.find_programme(programme_code)
        result = require_recorded(admin.add_customers(programme, [customer])[0])
    told = "Added customer" if result is Recorded.ADDED else "There already is the customer"
    sentence = f"{told} {customer.number}. Next: accounts add, cards add."
    print_done(sentence, customer_record(customer), as_json=as_json)
