"""Use case: turn credentials into a caller."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.errors import NotAllowed
from domain.identity.caller import Caller
from domain.identity.check_customer_token import CheckCustomerToken
from domain.identity.check_digest import CheckDigest
from domain.identity.check_password import CheckPassword
from domain.identity.check_token import CheckToken
from domain.identity.ports import Programmes
from domain.identity.presented import (
    Credentials,
    CustomerCredentials,
    DigestCredentials,
    PasswordCredentials,
    TokenCredentials,
)
from domain.identity.rejection import Reason, RejectedError, Report, report_to_nobody
from domain.identity.verified import Verified, caller_of
from domain.status import Status
from domain.text import clean_identifier

__all__ = [
    "AccessToken",
    "Authenticate",
    "Credentials",
    "CustomerCredentials",
    "DigestCredentials",
    "PasswordCredentials",
    "TokenCredentials",
]


@dataclass(frozen=True, slots=True)
class AccessToken:
    """An access token for a till, how long it lasts, and the operations that it opens, as OAuth2 writes a scope."""

    token: str = field(repr=False)
    expires_at: datetime
    scope: str = ""


@dataclass(frozen=True, slots=True)
class Authenticate:
    """Checks credentials of every kind; a kind that is None is not set up, and refused.

    Each attempt that is refused is handed to `report`, which must not raise.
    """

    passwords: CheckPassword | None = None
    digests: CheckDigest | None = None
    tokens: CheckToken | None = None
    customers: CheckCustomerToken | None = None
    programmes: Programmes | None = None
    report: Report = report_to_nobody

    def __call__(self, credentials: Credentials, *, subject: str = "") -> Caller:
        """The caller; raises `Unauthenticated`, and `NotAllowed` where the programme is blocked or closed.

        `subject` is the customer number of a till's `subject` header: it narrows a till to that customer, and
        contradicting a customer's own token raises `NotAllowed`. One that is no customer number raises `InvalidInput`.
        """
        try:
            caller = self._check(credentials)
        except RejectedError as rejected:
            raise rejected.tell(self.report, credentials) from None
        if caller.programme.status is not Status.ACTIVE:
            raise NotAllowed(f"The loyalty programme is {caller.programme.status.lower()}; ask those who run it.")
        return _narrow(caller, subject) if subject else caller

    def _check(self, credentials: Credentials) -> Caller:
        match credentials:
            case PasswordCredentials() if self.passwords:
                return self._caller(self.passwords(credentials))
            case DigestCredentials() if self.digests:
                return self._caller(self.digests(credentials))
            case TokenCredentials() if self.tokens:
                return self._caller(self.tokens(credentials))
            case CustomerCredentials() if self.customers:
                return self.customers(credentials)
        raise RejectedError(Reason.NOT_SET_UP)

    def _caller(self, verified: Verified) -> Caller:
        if self.programmes is None:
            raise RejectedError(Reason.PROGRAMME_UNKNOWN, name=verified.credential.name)
        return caller_of(verified, self.programmes)


def _narrow(caller: Caller, subject: str) -> Caller:
    number = clean_identifier(subject, "subject")
    if not caller.subject:
        return replace(caller, subject=number)
    if caller.subject != number:
        raise NotAllowed("The subject header names another customer than the id_token.", field="subject")
    return caller
