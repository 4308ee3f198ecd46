"""A customer on the wire."""

from typing import Any

from marshmallow import fields

from domain.customers.customer import Address, Customer
from rest.enactor.wire_schema import ReplySchema, type_name


class AddressSchema(ReplySchema):
    """A postal address."""

    at_type = type_name("address")
    street1 = fields.String()
    street2 = fields.String()
    street3 = fields.String()
    town = fields.String()
    county = fields.String()
    post_code = fields.String()
    country = fields.String()
    is_preferred = fields.Boolean()


class EmailAddressSchema(ReplySchema):
    """An e-mail address."""

    at_type = type_name("emailAddress")
    email_address = fields.String()


class PhoneNumberSchema(ReplySchema):
    """A telephone number."""

    at_type = type_name("phoneNumber")
    phone_number = fields.String()


class CustomerSchema(ReplySchema):
    """A customer, as `customer_members` tells one."""

    at_type = type_name("customer")
    customer_number = fields.String(required=True)
    title = fields.String()
    forename = fields.String()
    surname = fields.String()
    status = fields.String()
    addresses = fields.List(fields.Nested(AddressSchema))
    email_addresses = fields.List(fields.Nested(EmailAddressSchema))
    phone_numbers = fields.List(fields.Nested(PhoneNumberSchema))


def customer_members(customer: Customer) -> dict[str, Any]:
    """The customer under the names of `CustomerSchema`."""
    return {
        "customer_number": customer.number,
        "title": customer.title,
        "forename": customer.forename,
        "surname": customer.surname,
        "status": customer.status,
        "addresses": [_address_members(customer.address)] if any(customer.address) else None,
        "email_addresses": [{"email_address": customer.email}] if customer.email else None,
        "phone_numbers": [{"phone_number": customer.phone}] if customer.phone else None,
    }


def _address_members(address: Address) -> dict[str, Any]:
    return {
        "street1": address.street1,
        "street2": address.street2,
        "street3": address.street3,
        "town": address.town,
        "county": address.county,
        "post_code": address.postcode,
        "country": address.country,
        "is_preferred": True,
    }
