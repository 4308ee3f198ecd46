"""GET /accountbalances: the same enquiry in its older shape."""

from typing import Any

from domain.accounts.enquire_balance import BalanceEnquiry
from domain.core import LoyaltyCore
from domain.identity.origin import Origin
from rest.enactor.call import caller, header_origin
from rest.enactor.endpoints import Endpoints
from rest.enactor.fields import Identifier
from rest.enactor.replies.balance import OlderAccountBalanceEnquiryOutputSchema, balance_members
from rest.enactor.wire_schema import WireSchema


class OlderEnquirySchema(WireSchema):
    """One account: by type and id, or by type and card."""

    account_type = Identifier("In any case.", required=True)
    account_id = Identifier("Needed, unless a card is given.")
    pan = Identifier("The number of a card of the account's customer.")
    hashed_pan = Identifier("SHA-256 of the card number's digits, in hexadecimal.")
    currency_id = Identifier("The account's currency; another one finds no account.")


def register(endpoints: Endpoints, core: LoyaltyCore) -> None:
    """Declare the endpoint, under both spellings of its address."""

    def get_account_balance_older(query: dict[str, str]) -> dict[str, Any]:
        """Ask for an account and its balance, in the older shape.

        The reply is the output by itself, without `@type`.
        """
        return balance_members(core.enquire_balance(caller(), enquiry_of(query, header_origin())))

    for path, name in (
        ("/accountbalances", "getAccountBalanceOlder"),
        ("/accountBalances", "getAccountBalanceOlderCamelCase"),
    ):
        declare = endpoints.add(
            "GET", path, name=name, query=OlderEnquirySchema, reply=OlderAccountBalanceEnquiryOutputSchema
        )
        declare(get_account_balance_older)


def enquiry_of(query: dict[str, str], origin: Origin) -> BalanceEnquiry:
    """The enquiry in a query that was read."""
    return BalanceEnquiry(
        account_type=query["account_type"],
        account_id=query.get("account_id", ""),
        card_number=query.get("pan", ""),
        hashed_card_number=query.get("hashed_pan", ""),
        currency=query.get("currency_id", ""),
        header_origin=origin,
    )
