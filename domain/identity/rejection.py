"""Why credentials were refused: told to the log, never to the caller."""

# ruff: noqa: S105 - reasons, no secrets

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from domain.errors import Unauthenticated


class Reason(Enum):
    """Why credentials were refused."""

    NOT_SET_UP = "this kind of credentials is not set up"
    NOT_SECURE = "a password came over an open connection"
    UNKNOWN = "there is no such credential"
    REVOKED = "the credential is revoked"
    WRONG_SECRET = "the secret is wrong"
    DIGEST_NOT_ENABLED = "the credential is not made for digests"
    SECRET_UNREADABLE = "the encrypted secret can't be read: key setting or row changed"
    NONCE_MALFORMED = "the nonce is empty or too long"
    CREATED_MALFORMED = "Created is not a time"
    CREATED_OUTSIDE_WINDOW = "Created is too far from the gateway's clock"
    NONCE_REPLAYED = "the nonce was used before"
    TOKEN_INVALID = "the token is malformed or its signature is wrong"
    TOKEN_EXPIRED = "the token has expired"
    TOKEN_NOT_YET_VALID = "the token is not valid yet"
    TOKEN_SUPERSEDED = "the secret that got the token has been replaced"
    ISSUER_UNKNOWN = "issuer and audience of the token belong to no programme"
    KEY_UNKNOWN = "the token's key is not in the key set"
    PROGRAMME_UNKNOWN = "the programme is not there"
    SUBJECT_MALFORMED = "the token's sub is not a customer number"


@dataclass(frozen=True, slots=True)
class AuthenticationFailed:
    """An attempt that was refused. `name` is empty unless a credential has it: people type secrets into name fields."""

    kind: str
    reason: Reason
    name: str = ""


TOKEN_EXPIRED = "The token has expired; get a new one."

Report = Callable[[AuthenticationFailed], None]


class RejectedError(Exception):
    """These credentials are refused; `sentence` is set only where knowing why helps nobody to guess a name or secret."""

    def __init__(self, reason: Reason, *, name: str = "", sentence: str = "") -> None:
        self.reason = reason
        self.name = name
        self.sentence = sentence
        super().__init__(reason.value)

    def tell(self, report: Report, presented: object) -> Unauthenticated:
        """Report the attempt, and give the error that the caller sees."""
        report(AuthenticationFailed(kind=type(presented).__name__, reason=self.reason, name=self.name))
        return Unauthenticated(self.sentence)


def report_to_nobody(failed: AuthenticationFailed) -> None:
    """A report that goes nowhere."""
