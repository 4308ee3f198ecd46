"""GET /accounts/search: find accounts by customer, card, account id, type, currency or site."""

from typing import Any

from marshmallow import fields

from domain.accounts.account_details import AccountDetails
from domain.accounts.enquire_balance import BalanceReply
from domain.accounts.search_accounts import AccountSearch
from domain.core import LoyaltyCore
from domain.identity.origin import Origin
from domain.paging import Page, PageRequest
from domain.refusals import Refusal
from rest.enactor.call import caller, header_origin
from rest.enactor.endpoints import Endpoints
from rest.enactor.fields import Identifier
from rest.enactor.paging import LINK_HEADER, PageQuerySchema, links, page_request
from rest.enactor.replies.balance import AccountBalanceEnquiryResponseSchema, balance_members
from rest.enactor.replies.refusal import MaybeRefusedSchema, outcome_members


class AccountSearchSchema(PageQuerySchema):
    """What the accounts must be, joined by and; one of customer (header subject), account id and card is needed."""

    account_type = Identifier("In any case.")
    account_id = Identifier()
    pan = Identifier("The number of a card of the account's customer.")
    hashed_pan = Identifier("SHA-256 of the card number's digits, in hexadecimal.")
    currency_id = Identifier()
    location_id = Identifier("The shop that opened the account.")


class AccountListSchema(MaybeRefusedSchema):
    """The accounts of one page; outcome UnknownAccountType where there is no such type."""

    account_balance_enquiry_responses = fields.List(fields.Nested(AccountBalanceEnquiryResponseSchema), required=True)


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "GET",
        "/accounts/search",
        name="searchAccounts",
        query=AccountSearchSchema,
        reply=AccountListSchema,
        headers=LINK_HEADER,
    )
    def search_accounts(query: dict[str, Any]) -> Any:
        """Find accounts.

        The customer is the header `subject`; the header `Link` leads to the other pages.
        """
        search = search_of(query, page_request(query), header_origin())
        try:
            page = core.search_accounts(caller(), search)
        except Refusal as refusal:
            return refused_members(refusal)
        return members_of(page), links(page)


def search_of(query: dict[str, Any], page: PageRequest, origin: Origin) -> AccountSearch:
    """The search in a query that was read."""
    return AccountSearch(
        card_number=query.get("pan", ""),
        hashed_card_number=query.get("hashed_pan", ""),
        account_id=query.get("account_id", ""),
        account_type=query.get("account_type", ""),
        currency=query.get("currency_id", ""),
        site=query.get("location_id", ""),
        page=page,
        header_origin=origin,
    )


def members_of(page: Page[AccountDetails]) -> dict[str, Any]:
    """A page under the names of `AccountListSchema`."""
    responses = [{"account_balance_enquiry_output": balance_members(BalanceReply(row))} for row in page.rows]
    return {"account_balance_enquiry_responses": responses}


def refused_members(refusal: Refusal) -> dict[str, Any]:
    """A refusal under the names of `AccountListSchema`."""
    return {"account_balance_enquiry_responses": [], **outcome_members(refusal)}
