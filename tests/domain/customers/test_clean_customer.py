"""What a customer's record may hold."""

import pytest

from domain.customers.clean_customer import clean_customer, differing_fields, merged
from domain.customers.customer import Address, Customer
from domain.errors import InvalidInput


def test_texts_are_brought_into_one_form() -> None:
    given = Customer(" 100 ", "Mu\u0308ller", address=Address(postcode=" m1 1aa ", country="gb"), status="blocked")
    cleaned = Customer("100", "M\u00fcller", address=Address(postcode="m1 1aa", country="GB"), status="BLOCKED")
    assert clean_customer(given) == cleaned


def test_a_number_is_enough() -> None:
    assert clean_customer(Customer("100", "")) == Customer("100", "")


@pytest.mark.parametrize(
    ("field", "customer"),
    [
        ("number", Customer("", "X")),
        ("number", Customer("1\u20440", "X")),
        ("surname", Customer("1", "X\x00")),
        ("street1", Customer("1", "X", address=Address(street1="a\nb"))),
        ("email", Customer("1", "X", email="e" * 256)),
        ("country", Customer("1", "X", address=Address(country="GBR"))),
        ("status", Customer("1", "X", status="gone")),
    ],
)
def test_what_can_not_be_kept_is_refused_naming_the_field(field: str, customer: Customer) -> None:
    with pytest.raises(InvalidInput) as caught:
        clean_customer(customer)
    assert caught.value.field == field


def test_merging_takes_only_the_named_fields() -> None:
    known = Customer("1", "Smith", "Ann", address=Address(town="Leeds", postcode="LS1 1AA"), status="BLOCKED")
    given = Customer("1", "Jones", "", address=Address(town="York"))
    changed = merged(given, known, ("surname", "town"))
    assert changed == Customer("1", "Jones", "Ann", address=Address(town="York", postcode="LS1 1AA"), status="BLOCKED")
    assert differing_fields(changed, known) == ["surname", "town"]
