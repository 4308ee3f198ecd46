"""The caller of one call: which programme, which operations, which sites, which customer."""

from dataclasses import dataclass
from enum import Enum

from domain.errors import NotAllowed
from domain.programmes.programme import Programme


class Operation(Enum):
    """What a credential may be allowed to do; the value is what is stored and typed on the command line."""

    SEARCH_CUSTOMERS = "search-customers"
    READ_CUSTOMER = "read-customer"
    WRITE_CUSTOMER = "write-customer"
    SEARCH_ACCOUNTS = "search-accounts"
    ENQUIRE_BALANCE = "enquire-balance"
    UPDATE_BALANCE = "update-balance"
    SEND_TICKETS = "send-tickets"
    REVIEW_TICKETS = "review-tickets"


TILL_OPERATIONS = frozenset(Operation) - {Operation.REVIEW_TICKETS}
"""What a credential may do that was given no operations; deciding on reviews is no till's work."""

CUSTOMER_OPERATIONS = frozenset({Operation.READ_CUSTOMER, Operation.SEARCH_ACCOUNTS, Operation.ENQUIRE_BALANCE})


@dataclass(frozen=True, slots=True)
class Caller:
    """Who is calling, as the credential says.

    `sites` is None where every site of the programme is in scope. `subject` is the number of the one customer that
    may be reached: always set for a customer's own token, set by a till's `subject` header, else empty.
    `is_customer` tells a customer's own token from a till.
    """

    programme: Programme
    credential_id: int
    name: str
    operations: frozenset[Operation] = TILL_OPERATIONS
    sites: frozenset[str] | None = None
    default_site: str = ""
    default_device: str = ""
    subject: str = ""
    is_customer: bool = False

    def require(self, operation: Operation) -> None:
        """Raise `NotAllowed` unless the credential's scope has this operation."""
        if operation not in self.operations:
            raise NotAllowed(f"These credentials may not {operation.value.replace('-', ' ')}.")

    def may_reach(self, customer_number: str | None) -> bool:
        """Whether this customer's data (or an account of nobody, None) is the caller's to see."""
        return not self.subject or customer_number == self.subject

    def require_reach(self, customer_number: str) -> None:
        """Raise `NotAllowed` unless this customer's data is the caller's to see."""
        if not self.may_reach(customer_number):
            raise NotAllowed("The header subject stands for another customer.", field="subject")
