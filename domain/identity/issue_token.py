"""Use case: give a till an access token for its secret (OAuth2 client credentials)."""

from dataclasses import dataclass
from datetime import timedelta

from domain.clock import Clock
from domain.errors import InvalidInput
from domain.identity.authenticate import AccessToken
from domain.identity.caller import Operation
from domain.identity.check_password import CheckPassword
from domain.identity.ports import AccessTokens, TokenClaims
from domain.identity.presented import PasswordCredentials
from domain.identity.rejection import RejectedError, Report, report_to_nobody
from domain.text import echo

LIFETIME = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class IssueToken:
    """Access tokens that last for `lifetime`."""

    passwords: CheckPassword
    tokens: AccessTokens
    clock: Clock
    lifetime: timedelta = LIFETIME
    report: Report = report_to_nobody

    def __call__(self, credentials: PasswordCredentials, scope: str = "") -> AccessToken:
        """A token for the operations in `scope` (their values, with spaces between), or for all of the credential's.

        Raises `Unauthenticated`; or `InvalidInput` with field `scope` for an operation that there is not or that the
        credential may not do.
        """
        try:
            verified = self.passwords(credentials)
        except RejectedError as rejected:
            raise rejected.tell(self.report, credentials) from None
        operations = _parse_scope(scope, verified.operations) if scope.strip() else verified.operations
        expires_at = (self.clock.now() + self.lifetime).replace(microsecond=0)
        claims = TokenClaims(verified.credential.id, verified.version, operations, expires_at)
        return AccessToken(self.tokens.sign(claims), expires_at, format_scope(operations))


def format_scope(operations: frozenset[Operation]) -> str:
    """Operations as OAuth2 writes a scope, in a fixed order."""
    return " ".join(operation.value for operation in Operation if operation in operations)


def _parse_scope(scope: str, granted: frozenset[Operation]) -> frozenset[Operation]:
    values = {operation.value: operation for operation in granted}
    asked = scope.split()
    for value in asked:
        if value not in values:
            raise InvalidInput(
                f"These credentials have no scope {echo(value)!r}; leave scope out to get all they have.", field="scope"
            )
    return frozenset(values[value] for value in asked)
