"""What `serve` and `up` tell the person who starts them: where everything is, and a call to begin with."""

import json

from domain.clock import SystemClock, to_microseconds
from gateway.application import start_entries
from gateway.demo_issuer import DEMO_PROGRAMME
from gateway.settings import Settings
from rest.enactor.endpoints import BASE_PATH
from wsdl.names import CORE, RETAIL, SERVICES_PATH, SOAP11

DEMO_CUSTOMER, DEMO_CUSTOMER_ACCOUNT = "101", ("customerLoyaltyAccount", "887")


def addresses(settings: Settings) -> str:
    """The addresses of all that is served, as tills reach them."""
    lines = [f"The Loyalty Gateway serves at {settings.public_url}/", ""]
    for heading, paths in start_entries():
        lines += [f"  {heading}:", *(f"    {settings.public_url}{path}" for path in paths)]
    return "\n".join([*lines, ""])


def demo_calls(settings: Settings) -> str:
    """Calls ready to paste: one per protocol for the balance of a demo account; a purchase of its owner, and its points."""
    kind, number = DEMO_CUSTOMER_ACCOUNT
    rest = f"{settings.public_url}{BASE_PATH}/accountbalances?accountType={kind}&accountId={number}"
    soap = (
        f'<s:Envelope xmlns:s="{SOAP11.namespace}"><s:Body><c:submitAccountBalanceEnquiry xmlns:c="{CORE}">'
        f'<accountBalanceEnquiryRequest xmlns="{RETAIL}"><accountType>{kind}</accountType>'
        f"<accountId>{number}</accountId></accountBalanceEnquiryRequest></c:submitAccountBalanceEnquiry>"
        "</s:Body></s:Envelope>"
    )
    query = f"external_id={DEMO_CUSTOMER}&expand_incentives=true"
    user = f"{settings.public_url}/priv/v1/apps/{DEMO_PROGRAMME}/users/search?{query}"
    return "\n".join(
        [
            "  Try it over REST:",
            f"    curl -u till-1:demo '{rest}'",
            "  and over SOAP:",
            f"    curl -u till-1:demo -H 'Content-Type: text/xml' {settings.public_url}{SERVICES_PATH}/AccountBalanceService \\",
            f"      -d '{soap}'",
            "  Buy something, and look at the points that it earned:",
            f"    curl -u till-1:demo {settings.public_url}/tickets -H 'Content-Type: application/json' -d '{_purchase()}'",
            f"    curl -u till-1:demo '{user}'",
            "",
            "  Ctrl-C stops it.",
            "",
        ]
    )


def _purchase() -> str:
    """A ticket of this moment, of one line."""
    ticket = {
        "receiptNumber": "1",
        "occurredAt": to_microseconds(SystemClock().now()) // 1000,
        "customerNumber": DEMO_CUSTOMER,
        "lines": [{"itemCode": "KETTLE", "amount": 24.99}],
        "total": 24.99,
    }
    return json.dumps({"tickets": [ticket]})
