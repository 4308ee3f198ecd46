"""GET /customers: the customer that the call is about."""

from typing import Any

from marshmallow import fields

from domain.core import LoyaltyCore
from domain.refusals import NoAccount
from rest.enactor.call import caller, header_origin, needed_customer
from rest.enactor.endpoints import Endpoints
from rest.enactor.replies.customer import CustomerSchema, customer_members
from rest.enactor.replies.refusal import MaybeRefusedSchema, outcome_members
from rest.enactor.wire_schema import type_name


class CustomerResponseSchema(MaybeRefusedSchema):
    """The customer; outcome NoAccount where there is none of this number."""

    at_type = type_name("customerResponse")
    customer = fields.Nested(CustomerSchema)


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add("GET", "/customers", name="getCustomer", reply=CustomerResponseSchema)
    def get_customer() -> dict[str, Any]:
        """Ask for the customer.

        The customer is the token's own, or a till's header `subject`; without either the call is refused (400).
        """
        customer = core.read_customer(caller(), needed_customer(), header_origin())
        if customer is None:
            return outcome_members(NoAccount("There is no customer of this number."))
        return {"customer": customer_members(customer)}
