"""What `serve` and `up` tell the person who starts them: where everything is, and a call to begin with."""

from gateway.application import start_entries
from gateway.settings import Settings
from rest.enactor.endpoints import BASE_PATH
from wsdl.names import CORE, RETAIL, SERVICES_PATH, SOAP11

DEMO_CUSTOMER_ACCOUNT = ("customerLoyaltyAccount", "887")


def addresses(settings: Settings) -> str:
    """The addresses of all that is served, as tills reach them."""
    lines = [f"The Loyalty Gateway serves at {settings.public_url}/", ""]
    for heading, paths in start_entries():
        lines += [f"  {heading}:", *(f"    {settings.public_url}{path}" for path in paths)]
    return "\n".join([*lines, ""])


def demo_calls(settings: Settings) -> str:
    """One call per protocol, ready to paste: both ask for the balance of the same demo account."""
    kind, number = DEMO_CUSTOMER_ACCOUNT
    rest = f"{settings.public_url}{BASE_PATH}/accountbalances?accountType={kind}&accountId={number}"
    soap = (
        f'<s:Envelope xmlns:s="{SOAP11.namespace}"><s:Body><c:submitAccountBalanceEnquiry xmlns:c="{CORE}">'
        f'<accountBalanceEnquiryRequest xmlns="{RETAIL}"><accountType>{kind}</accountType>'
        f"<accountId>{number}</accountId></accountBalanceEnquiryRequest></c:submitAccountBalanceEnquiry>"
        "</s:Body></s:Envelope>"
    )
    return "\n".join(
        [
            "  Try it over REST:",
            f"    curl -u till-1:demo '{rest}'",
            "  and over SOAP:",
            f"    curl -u till-1:demo -H 'Content-Type: text/xml' {settings.public_url}{SERVICES_PATH}/AccountBalanceService \\",
            f"      -d '{soap}'",
            "",
            "  Ctrl-C stops it.",
            "",
        ]
    )
