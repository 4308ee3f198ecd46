"""GET /loyalty/{accountId}: a loyalty account's card, tier and scheme, in flat texts."""

from typing import Any

from marshmallow import fields

from domain.accounts.account import AccountType
from domain.accounts.account_details import AccountDetails
from domain.accounts.enquire_balance import BalanceEnquiry
from domain.core import LoyaltyCore
from rest.enactor.account_balance_enquiry import ID_IN_PATH
from rest.enactor.call import caller, header_origin
from rest.enactor.endpoints import Endpoints
from rest.enactor.replies.refusal import MaybeRefusedSchema, outcome_members


class LoyaltyDetailsSchema(MaybeRefusedSchema):
    """The details; outcome NoAccount where there is no such account."""

    account_id = fields.String()
    customer_number = fields.String()
    reward_number = fields.String(metadata={"description": "The number of the customer's card."})
    account_status_id = fields.String()
    account_status_desc = fields.String()
    reward_tier = fields.String()
    reward_tier_desc = fields.String()
    loyalty_scheme_id = fields.String()
    loyalty_scheme_desc = fields.String()


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "GET",
        "/loyalty/<accountId>",
        name="getLoyaltyDetails",
        reply=LoyaltyDetailsSchema,
        path_parameters=[ID_IN_PATH],
    )
    def get_loyalty_details(accountId: str) -> dict[str, Any]:  # noqa: N803 - the path's name
        """Ask for a loyalty account's details.

        A customer reaches their own accounts only, and so does a till that sends the header `subject`.
        """
        kind = AccountType.LOYALTY.value
        enquiry = BalanceEnquiry(account_type=kind, account_id=accountId, header_origin=header_origin())
        reply = core.enquire_balance(caller(), enquiry)
        return _details(reply.account) if reply.account else outcome_members(reply.error)


def _details(account: AccountDetails) -> dict[str, Any]:
    return {
        "account_id": account.number,
        "customer_number": account.customer_number,
        "reward_number": account.card.number if account.card else "",
        "account_status_id": account.status.value,
        "account_status_desc": account.status.value,
        "reward_tier": account.tier,
        "reward_tier_desc": account.tier_description,
        "loyalty_scheme_id": account.scheme,
        "loyalty_scheme_desc": account.scheme_description,
    }
