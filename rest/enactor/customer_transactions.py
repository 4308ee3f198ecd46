"""GET /customers/transactions: what moved on the accounts of one customer, the latest first."""

from typing import Any

from marshmallow import fields

from domain.core import LoyaltyCore
from domain.customers.list_transactions import Transaction
from rest.enactor.call import caller, header_origin, needed_customer
from rest.enactor.endpoints import Endpoints
from rest.enactor.fields import EpochMilliseconds, Figure
from rest.enactor.paging import LINK_HEADER, PageQuerySchema, links, page_request
from rest.enactor.wire_schema import ReplySchema

APPLICATION = "POS"
"""What every transaction says of where it was made; the documents show no other value."""


class TransactionSchema(ReplySchema):
    """One movement on one account."""

    customer_number = fields.String(required=True)
    application_id = fields.String()
    transaction_id = fields.String()
    transaction_type_id = fields.String()
    location_id = fields.String()
    device_id = fields.String()
    transaction_date = EpochMilliseconds()
    value = Figure("What moved, in the currency's smallest unit; 0 where points moved.", required=True)
    description = fields.String()
    loyalty_points = Figure("The points that moved; 0 where money moved.", required=True)
    account_type = fields.String()
    account_id = fields.String()


class TransactionListSchema(ReplySchema):
    """The movements of one page."""

    customer_transaction_list = fields.List(fields.Nested(TransactionSchema), required=True)


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "GET",
        "/customers/transactions",
        name="listCustomerTransactions",
        query=PageQuerySchema,
        reply=TransactionListSchema,
        headers=LINK_HEADER,
    )
    def list_customer_transactions(query: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """List a customer's transactions, the latest first.

        The customer is the token's own, or a till's header `subject`; without either the call is refused (400).
        """
        page = core.list_transactions(caller(), needed_customer(), page_request(query), header_origin())
        return {"customer_transaction_list": [_members(row) for row in page.rows]}, links(page)


def _members(transaction: Transaction) -> dict[str, Any]:
    return {
        "customer_number": transaction.customer_number,
        "application_id": APPLICATION,
        "transaction_id": transaction.transaction_id,
        "transaction_type_id": transaction.kind[:1].upper() + transaction.kind[1:],
        "location_id": transaction.site,
        "device_id": transaction.device,
        "transaction_date": transaction.occurred_at,
        "value": 0 if transaction.is_points else transaction.moved,
        "description": transaction.description,
        "loyalty_points": transaction.moved if transaction.is_points else 0,
        "account_type": transaction.account_type,
        "account_id": transaction.account_number,
    }
