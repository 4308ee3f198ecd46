"""The road that most calls take: judged by the schema, read, answered by the core, written as bytes.

Whatever is unusual goes on to the reference road with the same request, and always before the core is asked: an
operation is executed once.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lxml import etree

from wsdl import operations
from wsdl.call import Call
from wsdl.compiled.balance_replies import enquiry_reply, update_reply
from wsdl.compiled.paged_list import PagedListWriter
from wsdl.compiled.request_reader import RequestReader
from wsdl.contract import Contract
from wsdl.names import CORE, RETAIL, VERSIONS, XSI, SoapVersion, core
from wsdl.replies.listings import ACCOUNTS, CUSTOMERS
from wsdl.spyne_road import Reply, SpyneRoad
from wsdl.types.balances import AccountBalanceEnquiryRequest, AccountBalanceUpdateRequest
from wsdl.types.searches import CustomerNameSearchRequest, CustomerPostcodeSearchRequest, LoyaltyAccountSearchRequest

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_CONTENT_TYPES = {version: ("Content-Type", f"{version.media_type}; charset=utf-8") for version in VERSIONS}
_CACHE_CONTROL = ("Cache-Control", "no-store")
_CUSTOMER_PAGES, _ACCOUNT_PAGES = PagedListWriter(CUSTOMERS), PagedListWriter(ACCOUNTS)


@dataclass(frozen=True, slots=True)
class Operation:
    """How one operation is answered: `ask` turns its request into the core's answer, `write` that into the reply."""

    service: str
    name: str
    request: Any
    ask: Callable[[Call, Any], Any]
    write: Callable[[Call, Any, Any], str]


OPERATIONS = (
    Operation(
        "AccountBalanceService",
        "submitAccountBalanceEnquiry",
        AccountBalanceEnquiryRequest,
        operations.enquire_balance,
        lambda _call, request, answer: enquiry_reply(request, answer),
    ),
    Operation(
        "AccountBalanceService",
        "submitAccountBalanceUpdate",
        AccountBalanceUpdateRequest,
        operations.update_balance,
        lambda _call, request, answer: update_reply(request, answer),
    ),
    Operation(
        "CustomerService",
        "submitCustomerNameSearch",
        CustomerNameSearchRequest,
        operations.search_by_name,
        lambda call, _request, page: _CUSTOMER_PAGES.write(page, call.settings),
    ),
    Operation(
        "CustomerService",
        "submitCustomerPostcodeSearch",
        CustomerPostcodeSearchRequest,
        operations.search_by_postcode,
        lambda call, _request, page: _CUSTOMER_PAGES.write(page, call.settings),
    ),
    Operation(
        "CustomerService",
        "submitLoyaltyAccountSearch",
        LoyaltyAccountSearchRequest,
        operations.search_accounts,
        lambda call, _request, page: _ACCOUNT_PAGES.write(page, call.settings),
    ),
)


class CompiledRoad:
    """Answers calls by one version of the contract, most of them without Spyne; `reference` answers the others."""

    def __init__(self, contract: Contract) -> None:
        self._contract = contract
        self.reference = SpyneRoad(contract)
        self._operations = {
            (operation.service, core(operation.name)): (operation, RequestReader(operation.request))
            for operation in OPERATIONS
        }
        self._frames = {
            (operation.name, version): _frame(operation.name, version)
            for operation in OPERATIONS
            for version in VERSIONS
        }

    def answer(self, service: str, call: Call, environ: "WSGIEnvironment") -> Reply:
        """The reply of one call; raises what the core raised, or `SoapRefusal` where the contract is broken."""
        element = call.admission.operation
        operation, reader = self._operations.get((service, element.tag), (None, None))
        if operation and reader:
            self._contract.validate(element)
            request = None if element.keys() else _read(element, reader)
            if request is not None:
                before, after = self._frames[operation.name, call.admission.version]
                inside = operation.write(call, request, operation.ask(call, request))
                return _reply(call.admission.version, f"{before}{inside}{after}".encode())
        return self.reference.answer(service, call, environ)


def _read(element: etree._Element, reader: RequestReader) -> Any:
    """The request object in the operation's element; None where it is for the reference road."""
    for child in element.iterchildren("*"):
        return None if child.keys() else reader.read(child)
    return None


def _reply(version: SoapVersion, body: bytes) -> Reply:
    return Reply(
        status="200 OK",
        headers=[_CONTENT_TYPES[version], ("Content-Length", str(len(body))), _CACHE_CONTROL],
        body=body,
    )


def _frame(operation: str, version: SoapVersion) -> tuple[str, str]:
    """What stands before and after the inside of a reply."""
    wrapper = f"core:{operation}Response"
    before = (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        f'<soapenv:Envelope xmlns:soapenv="{version.namespace}"><soapenv:Body>'
        f'<{wrapper} xmlns:core="{CORE}" xmlns:retail="{RETAIL}" xmlns:xsi="{XSI}">'
    )
    return before, f"</{wrapper}></soapenv:Body></soapenv:Envelope>"
