"""The one table from the domain's errors to SOAP faults.

A fault says the same code, sentence, advice and correlation id as the problem that REST answers for the same error.
Refusals of an enquiry or an update never come here: they are normal replies with an outcome.
"""

from dataclasses import dataclass

from domain.errors import (
    InvalidInput,
    KeyReuse,
    LoyaltyError,
    NotAllowed,
    SenderTooSlow,
    StoreUnavailable,
    TooLarge,
    TooManySlowSenders,
    Unauthenticated,
)
from domain.refusals import Refusal
from wsdl.names import SOAP11, SoapVersion
from wsdl.refusal import FaultKind, SoapRefusal

MESSAGE_BASE = "WebRestApi/Messages/Account"
"""The bundle in which a till finds its translations of the error codes; the name is a guess, the same as over REST."""

FAULTS: dict[type[LoyaltyError], FaultKind] = {
    InvalidInput: FaultKind.CLIENT,
    Unauthenticated: FaultKind.CLIENT,
    NotAllowed: FaultKind.CLIENT,
    TooLarge: FaultKind.CLIENT,
    KeyReuse: FaultKind.CLIENT,
    # Only searches raise these: they have no outcome to say it with.
    Refusal: FaultKind.CLIENT,
    StoreUnavailable: FaultKind.SERVER,
    SenderTooSlow: FaultKind.CLIENT,
    TooManySlowSenders: FaultKind.SERVER,
    LoyaltyError: FaultKind.SERVER,
}
"""Each branch of the error tree, and who has to do something: the caller or the gateway."""

_RETRY_AFTER_SECONDS = 1


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault as it goes out, in one version of SOAP, with its HTTP status and extra headers."""

    version: SoapVersion
    kind: FaultKind
    error: LoyaltyError
    correlation_id: str
    http_status: int
    headers: tuple[tuple[str, str], ...] = ()
    not_understood: tuple[str, ...] = ()


def fault_of(error: Exception, version: SoapVersion, correlation_id: str) -> Fault:
    """The fault for anything that was raised; what is not an error of ours becomes a bare Server fault."""
    refusal = error if isinstance(error, SoapRefusal) else None
    domain_error = refusal.error if refusal else error if isinstance(error, LoyaltyError) else LoyaltyError()
    kind = (refusal and refusal.kind) or kind_of(type(domain_error))
    headers = refusal.headers if refusal else ()
    if isinstance(domain_error, StoreUnavailable):
        headers = (*headers, ("Retry-After", str(_RETRY_AFTER_SECONDS)))
    return Fault(
        version=version,
        kind=kind,
        error=domain_error,
        correlation_id=correlation_id,
        http_status=(refusal and refusal.http_status) or status_of(kind, version),
        headers=headers,
        not_understood=refusal.not_understood if refusal else (),
    )


def kind_of(error: type[LoyaltyError]) -> FaultKind:
    """The fault code of a class of the tree: its own line of the table, or that of its nearest ancestor."""
    return next(FAULTS[ancestor] for ancestor in error.__mro__ if ancestor in FAULTS)


def status_of(kind: FaultKind, version: SoapVersion) -> int:
    """The HTTP status of a fault: 500 for all in SOAP 1.1 (6.2); in SOAP 1.2 (part 2, table 20) 400 for the sender's."""
    return 400 if kind is FaultKind.CLIENT and version is not SOAP11 else 500
