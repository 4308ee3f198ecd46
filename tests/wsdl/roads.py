"""The fast road and the reference road beside each other, and plain requests for both."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from tests.wsdl.canned_core import CannedCore
from tests.wsdl.soap import Soap, enveloped
from wsdl.application import SoapApplication, build_soap_application
from wsdl.compiled.answers import OPERATIONS
from wsdl.compiled.road import CompiledRoad
from wsdl.names import CORE, RETAIL, SoapVersion

MEMBERS = {
    "submitAccountBalanceEnquiry": ("accountType", "accountId", "pan", "hashedPan", "currencyId"),
    "submitAccountBalanceUpdate": (
        *("transactionId", "deviceId", "accountId", "accountType", "cardNumber", "updateAmount", "currencyId"),
        *("dateTimeUpdated", "expiryTime", "status", "referenceId", "locationId"),
        *("originalTransactionDeviceId", "originalTransactionId"),
    ),
    "submitCustomerNameSearch": ("searchName", "types", "pageInfo", "pageToken"),
    "submitCustomerPostcodeSearch": ("searchPostcode", "types", "pageInfo", "pageToken"),
    "submitLoyaltyAccountSearch": (
        *("customerNumber", "accountType", "accountId", "pan", "hashedPan", "currencyId", "locationId"),
        *("types", "pageInfo", "pageToken"),
    ),
}
USE_CASES = {
    "submitAccountBalanceEnquiry": "enquire_balance",
    "submitAccountBalanceUpdate": "update_balance",
    "submitCustomerNameSearch": "search_customers_by_name",
    "submitCustomerPostcodeSearch": "search_customers_by_postcode",
    "submitLoyaltyAccountSearch": "search_accounts",
}

NEEDED = {"accountType", "searchName", "searchPostcode"}


@dataclass
class Roads:
    """One core behind two applications: the first takes the fast road, the second Spyne's."""

    zeros: bool

    def __post_init__(self) -> None:
        self.canned = CannedCore()
        self.fast, self.reference = (
            build_soap_application(
                self.canned.core(),
                public_url="http://x",
                paging_zeros=self.zeros,
                correlation_id=lambda _: "correlation-1",
            )
            for _ in range(2)
        )
        assert isinstance(self.reference, SoapApplication)
        served = self.reference._served
        self.reference._served = {
            path: replace(endpoint, road=endpoint.road.reference)
            for path, endpoint in served.items()
            if isinstance(endpoint.road, CompiledRoad)
        }

    def told(self, operation: str, body: str, answer: Any, version: SoapVersion) -> list[tuple[Any, ...]]:
        """What either road answers, and what the core was asked on it."""
        self.canned.answers[USE_CASES[operation]] = answer
        service = next(each.service for each in OPERATIONS if each.name == operation)
        replies = []
        for application in (self.fast, self.reference):
            self.canned.asked.clear()
            sent = enveloped(body, version)
            reply = Soap(application).raw(sent, path=f"/{service}", content_type=version.media_type)
            replies.append((*reply, list(self.canned.asked)))
        return replies


@cache
def roads(*, zeros: bool) -> Roads:
    """Both roads, made once for all examples."""
    return Roads(zeros)


def good(operation: str) -> str:
    """A plain request of this operation."""
    members = "<accountType>customerLoyaltyAccount</accountType><accountId>1</accountId>"
    if operation.endswith(("NameSearch", "PostcodeSearch")):
        name = operation.removeprefix("submitCustomer").lower().replace("search", "")
        members = f"<search{name.title()}>a</search{name.title()}>"
    request = f"{operation[6].lower()}{operation[7:]}Request"
    if operation == "submitAccountBalanceUpdate":
        members = (
            "<accountBalanceUpdate><accountId>1</accountId><accountType>customerLoyaltyAccount</accountType>"
            "</accountBalanceUpdate>"
        )
    return f'<n:{operation} xmlns:n="{CORE}"><{request} xmlns="{RETAIL}">{members}</{request}></n:{operation}>'


def member(name: str, text: str, attributes: str = "") -> str:
    """A member of a request, in the namespace that is its own."""
    if name in ("pageInfo", "pageToken"):
        return f'<c:{name} xmlns:c="{CORE}"{attributes}>{text}</c:{name}>'
    return f"<{name}{attributes}>{text}</{name}>"
