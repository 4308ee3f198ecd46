"""Checks a till's access token."""

from dataclasses import dataclass

from domain.clock import Clock
from domain.identity.credential import Credential
from domain.identity.ports import AccessTokens, TokenClaims
from domain.identity.presented import TokenCredentials
from domain.identity.recent_credentials import RecentCredentials
from domain.identity.rejection import Reason, RejectedError
from domain.identity.verified import Verified


@dataclass(frozen=True, slots=True)
class CheckToken:
    """Access tokens. A token is worth what the secret is worth that got it: revoked or replaced with it."""

    tokens: AccessTokens
    credentials: RecentCredentials
    clock: Clock

    def __call__(self, presented: TokenCredentials) -> Verified:
        """The credential that the token stands for; raises `RejectedError`."""
        claims = self.tokens.read(presented.access_token)
        credential, is_new = self.credentials.by_id(claims.credential_id)
        if credential and not is_new and not self._stands(claims, credential):
            credential = self.credentials.reread(credential)
        if credential is None:
            raise RejectedError(Reason.UNKNOWN)
        if not self._stands(claims, credential):
            reason = Reason.REVOKED if credential.revoked_at else Reason.TOKEN_SUPERSEDED
            raise RejectedError(reason, name=credential.name)
        return Verified(credential, claims.version, claims.operations & credential.scope.operations)

    def _stands(self, claims: TokenClaims, credential: Credential) -> bool:
        return any(claims.version == version for version, _ in credential.secrets_at(self.clock.now()))
