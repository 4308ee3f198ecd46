"""What may be written of a member: by which identifiers a customer is found again must be readable."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.customers.clean_customer import ADDRESS_FIELDS, PERSON_FIELDS, clean_customer
from domain.customers.customer import Customer
from domain.customers.identifier_keys import email_key, phone_key
from domain.errors import InvalidInput
from domain.programmes.programme import Programme


@dataclass(frozen=True, slots=True)
class MemberChanges:
    """New texts by field name (`clean_customer.CUSTOMER_FIELDS`), an empty one clears the field.

    `groups` are all groups from now on, None leaves them. `enrols` says whether the customer is to take part; None leaves
    that as it is.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    groups: tuple[str, ...] | None = None
    enrols: bool | None = None


def changed_customer(known: Customer, changes: MemberChanges, programme: Programme) -> Customer:
    """The customer after the changes.

    Raises `InvalidInput`, naming the field, for a text that can't be kept, and for an e-mail address or a telephone
    number that nobody could be found by.
    """
    person = {name: text for name, text in changes.texts.items() if name in PERSON_FIELDS}
    address = {name: text for name, text in changes.texts.items() if name in ADDRESS_FIELDS}
    groups = known.groups if changes.groups is None else changes.groups
    customer = clean_customer(known._replace(**person, address=known.address._replace(**address), groups=groups))
    if person.get("email") and email_key(customer.email) is None:
        raise InvalidInput("email is no e-mail address; send one such as name@example.com.", field="email")
    if person.get("phone") and phone_key(customer.phone, programme.country) is None:
        raise InvalidInput(f"phone is no telephone number of {programme.country} or of the world.", field="phone")
    return customer
