"""The answer to a balance enquiry on the wire."""

from collections.abc import Mapping
from typing import Any

from marshmallow import fields, post_dump

from domain.accounts.account import AccountType
from domain.accounts.account_details import AccountDetails, CardDetails
from domain.accounts.enquire_balance import BalanceReply
from rest.enactor.fields import EntityKey, Figure
from rest.enactor.replies.account import AccountSchema, account_members
from rest.enactor.replies.customer import CustomerSchema, customer_members
from rest.enactor.replies.figures import FiguresSchema, figure_members
from rest.enactor.replies.refusal import OutcomeReplySchema, outcome_members
from rest.enactor.wire_schema import ReplySchema, type_name


class CustomerCardSchema(ReplySchema):
    """A card of the account's customer."""

    at_type = type_name("customerCard")
    card_number = fields.String(required=True)
    status = fields.String()


class CustomerLoyaltyAccountTotalSchema(ReplySchema):
    """Where the points of a loyalty account stand."""

    at_type = type_name("customerLoyaltyAccountTotal")
    points_balance = Figure(required=True)


class AccountBalanceEnquiryOutputSchema(FiguresSchema, OutcomeReplySchema):
    """An account with its customer, card and figures, as `balance_members` tells them."""

    at_type = type_name("accountBalanceEnquiryOutput")
    account = fields.Nested(AccountSchema)
    account_description = fields.String()
    customer = fields.Nested(CustomerSchema)
    customer_card = fields.Nested(CustomerCardSchema)
    customer_groups = fields.List(EntityKey("groupKey"))
    customer_loyalty_account_total = fields.Nested(CustomerLoyaltyAccountTotalSchema)


class AccountBalanceEnquiryResponseSchema(ReplySchema):
    """The answer to a balance enquiry."""

    at_type = type_name("accountBalanceEnquiryResponse")
    account_balance_enquiry_output = fields.Nested(AccountBalanceEnquiryOutputSchema, required=True)


class OlderAccountBalanceEnquiryOutputSchema(AccountBalanceEnquiryOutputSchema):
    """The same output on the vendor's older page: not wrapped, and no object says its `@type`."""

    @post_dump
    def _leave_out_types(self, members: Mapping[str, Any], **_: Any) -> Any:
        return without_types(members)


def balance_members(reply: BalanceReply) -> dict[str, Any]:
    """The reply under the names of `AccountBalanceEnquiryOutputSchema`."""
    account = reply.account
    if account is None:
        return outcome_members(reply.error)
    return {
        "account": account_members(account),
        "account_description": account.description,
        "customer": customer_members(account.customer) if account.customer else None,
        "customer_card": _card_members(account.card) if account.card else None,
        "customer_groups": account.groups or None,
        "customer_loyalty_account_total": _total_members(account),
        **outcome_members(reply.error, messages=account.messages),
        **figure_members(account.figures),
    }


def without_types(value: Any) -> Any:
    """The same JSON with every `@type` left out."""
    if isinstance(value, Mapping):
        return {name: without_types(member) for name, member in value.items() if name != "@type"}
    if isinstance(value, list):
        return [without_types(member) for member in value]
    return value


def _card_members(card: CardDetails) -> dict[str, Any]:
    return {"card_number": card.number, "status": card.status}


def _total_members(account: AccountDetails) -> dict[str, Any] | None:
    if account.type is not AccountType.LOYALTY:
        return None
    figures = account.figures
    return {"points_balance": figures.form.wire_number(figures.balance)}
