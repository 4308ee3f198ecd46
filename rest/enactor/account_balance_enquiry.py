"""GET /accounts/{accountType}/{accountId}: an account and its balance."""

from typing import Any

from domain.accounts.enquire_balance import BalanceEnquiry
from domain.core import LoyaltyCore
from rest.enactor.call import caller, header_origin
from rest.enactor.endpoints import Endpoints
from rest.enactor.replies.balance import AccountBalanceEnquiryResponseSchema, balance_members

TYPE_IN_PATH = {
    "name": "accountType",
    "in": "path",
    "description": "In any case.",
    "example": "customerLoyaltyAccount",
}
ID_IN_PATH = {"name": "accountId", "in": "path", "example": "0101025190527144502028"}


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint."""

    @endpoints.add(
        "GET",
        "/accounts/<accountType>/<accountId>",
        name="getAccountBalance",
        reply=AccountBalanceEnquiryResponseSchema,
        path_parameters=[TYPE_IN_PATH, ID_IN_PATH],
    )
    def get_account_balance(accountType: str, accountId: str) -> dict[str, Any]:  # noqa: N803 - the path's names
        """Ask for an account and its balance.

        A closed or blocked account is answered too; its status says so.
        """
        enquiry = BalanceEnquiry(account_type=accountType, account_id=accountId, header_origin=header_origin())
        reply = core.enquire_balance(caller(), enquiry)
        return {"account_balance_enquiry_output": balance_members(reply)}
