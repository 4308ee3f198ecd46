"""The keys under which one customer is found again: e-mail address, telephone number, and the id that others keep."""

import unicodedata
from enum import Enum
from uuid import UUID, uuid5

import phonenumbers

from domain.customers.customer import Customer

_IDS = UUID("5d2c1a60-9f0e-5a77-8d42-6a1f3c0e7b91")


class IdentifierKind(Enum):
    """What names a customer; the value is what is stored.

    NUMBER is the customer number and CARD an active card's, which need no key. EXTERNAL is either of these two.
    """

    EMAIL = "email"
    PHONE = "phone"
    ID = "id"
    NUMBER = "number"
    CARD = "card"
    EXTERNAL = "external"


def email_key(text: str) -> str | None:
    """The address in lower case, without the space around it; None for what is no address."""
    folded = unicodedata.normalize("NFC", text).strip().lower()
    name, sign, host = folded.rpartition("@")
    return folded if sign and name and host else None


def phone_key(text: str, country: str) -> str | None:
    """The digits of the number by E.164, a national one read as in this country (ISO 3166); None for what is no number."""
    try:
        number = phonenumbers.parse(text, country)
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164).removeprefix("+")


def customer_uuid(customer_id: int) -> str:
    """The id by which other systems know this customer: made of our own, the same for ever."""
    return str(uuid5(_IDS, f"customer:{customer_id}"))


def identifier_keys(customer_id: int, customer: Customer, country: str) -> list[tuple[IdentifierKind, str]]:
    """The keys of this customer in a programme of this country."""
    keys = {
        IdentifierKind.ID: customer_uuid(customer_id),
        IdentifierKind.EMAIL: email_key(customer.email),
        IdentifierKind.PHONE: phone_key(customer.phone, country),
    }
    return [(kind, key) for kind, key in keys.items() if key]
