"""GET /loyalty: the loyalty accounts of one customer."""

from typing import Any

from marshmallow import fields

from domain.accounts.account import AccountType
from domain.accounts.search_accounts import AccountSearch
from domain.core import LoyaltyCore
from rest.enactor.call import caller, header_origin, needed_customer
from rest.enactor.endpoints import Endpoints
from rest.enactor.paging import LINK_HEADER, PageQuerySchema, links, page_request
from rest.enactor.replies.account import OlderAccountSchema, account_members
from rest.enactor.wire_schema import ReplySchema


class ListedAccountSchema(ReplySchema):
    """An account under the name of its type."""

    customer_loyalty_account = fields.Nested(OlderAccountSchema, required=True)


class LoyaltyAccountListSchema(ReplySchema):
    """The loyalty accounts of one page."""

    account_list = fields.List(fields.Nested(ListedAccountSchema), required=True)


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "GET",
        "/loyalty",
        name="listLoyaltyAccounts",
        query=PageQuerySchema,
        reply=LoyaltyAccountListSchema,
        headers=LINK_HEADER,
    )
    def list_loyalty_accounts(query: dict[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
        """List a customer's loyalty accounts.

        The customer is the token's own, or a till's header `subject`; without either the call is refused (400).
        """
        search = AccountSearch(
            customer_number=needed_customer(),
            account_type=AccountType.LOYALTY.value,
            page=page_request(query),
            header_origin=header_origin(),
        )
        page = core.search_accounts(caller(), search)
        return {"account_list": [{"customer_loyalty_account": account_members(row)} for row in page.rows]}, links(page)
