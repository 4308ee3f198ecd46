"""Checks a name and its secret in clear."""

from dataclasses import dataclass

from domain.clock import Clock
from domain.identity.credential import Credential, StoredSecret
from domain.identity.find_credential import find_credential
from domain.identity.ports import SecretHasher
from domain.identity.presented import PasswordCredentials
from domain.identity.recent_credentials import RecentCredentials
from domain.identity.rejection import Reason, RejectedError
from domain.identity.verified import Verified

NOT_SECURE = "Passwords are taken over TLS only: call the https address, or sign in with a WS-Security digest or an access token."


@dataclass(frozen=True, slots=True)
class CheckPassword:
    """HTTP Basic, UsernameTokens of type PasswordText, and the client secret of a token request.

    `allow_open_transport` takes passwords over connections that anyone may listen to.
    """

    credentials: RecentCredentials
    hasher: SecretHasher
    clock: Clock
    allow_open_transport: bool = False

    def __call__(self, presented: PasswordCredentials) -> Verified:
        """The credential that this secret opens; raises `RejectedError`, after the same work for every name."""
        if not presented.is_secure and not self.allow_open_transport:
            raise RejectedError(Reason.NOT_SECURE, sentence=NOT_SECURE)

        def fits(credential: Credential | None, stored: StoredSecret) -> bool:
            return self.hasher.matches(credential.name if credential else "", presented.secret, stored.hashed)

        credential, version = find_credential(self.credentials, presented.name, self.clock.now(), fits)
        if credential is None:
            raise RejectedError(Reason.UNKNOWN)
        if not version:
            reason = Reason.REVOKED if credential.revoked_at else Reason.WRONG_SECRET
            raise RejectedError(reason, name=credential.name)
        return Verified(credential, version, credential.scope.operations)
