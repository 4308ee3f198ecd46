"""The examples that the documentation shows, and the situation in which each is told."""

from dataclasses import dataclass
from pathlib import Path

from domain.errors import IdempotencyMismatch, InvalidInput, LoyaltyError, NotAllowed, StoreUnavailable, Unauthenticated
from wsdl.contract_versions import CONTRACTS

EXAMPLES = CONTRACTS.with_name("examples")
CORRELATION_ID = "4bf92f3577b34da6a3ce929d0e0e4736"


@dataclass(frozen=True)
class Example:
    """One operation's three files, the service and use case behind it, and the error of its fault."""

    service: str
    operation: str
    use_case: str
    error: LoyaltyError

    def file(self, kind: str) -> Path:
        """The file of this kind: request, reply or fault."""
        return EXAMPLES / f"{self.operation}.{kind}.xml"


ALL = [
    Example(
        "CustomerService",
        "submitCustomerNameSearch",
        "search_customers_by_name",
        InvalidInput("rowCount must be 1 or more.", field="rowCount"),
    ),
    Example("CustomerService", "submitCustomerPostcodeSearch", "search_customers_by_postcode", NotAllowed()),
    Example(
        "CustomerService",
        "submitLoyaltyAccountSearch",
        "search_accounts",
        InvalidInput("Send customerNumber, pan, hashedPan or accountId.", field="customerNumber"),
    ),
    Example("AccountBalanceService", "submitAccountBalanceEnquiry", "enquire_balance", Unauthenticated()),
    Example(
        "AccountBalanceService",
        "submitAccountBalanceUpdate",
        "update_balance",
        IdempotencyMismatch(field="updateAmount"),
    ),
    Example(
        "PosTicketService",
        "submitTicket",
        "book_tickets",
        InvalidInput("total is 21.00, but the lines add up to 20.00.", field="total"),
    ),
    Example("PosTicketService", "submitEarningPreview", "preview_earning", NotAllowed()),
    Example("PosTicketService", "submitTicketAttribution", "attribute_ticket", StoreUnavailable()),
    Example("PosTicketService", "submitTicketGapSearch", "list_ticket_gaps", Unauthenticated()),
]
