"""Use case: encrypt digest secrets anew with the first encryption key, so that old keys can be thrown away."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from domain.identity.credential import Credential, StoredSecret
from domain.identity.ports import CredentialRecords, SecretVault


@dataclass(frozen=True, slots=True)
class Resealed:
    """How many credentials were encrypted anew, and the names of those that no key opens."""

    count: int
    unreadable: Sequence[str] = field(default=())


@dataclass(frozen=True, slots=True)
class ResealCredentials:
    """One transaction per credential: stopped in the middle, every secret is still readable; run it again."""

    records: CredentialRecords
    vault: SecretVault

    def __call__(self) -> Resealed:
        """Encrypt all of them anew; raises `StoreUnavailable`."""
        unreadable: list[str] = []
        count = 0
        for credential in self.records.list(None):
            if not credential.allows_digest:
                continue
            if self._can_reseal(credential):
                self.records.change(credential.name, self._resealed)
                count += 1
            else:
                unreadable.append(credential.name)
        return Resealed(count, unreadable)

    def _can_reseal(self, credential: Credential) -> bool:
        return self.vault.unseal(credential.id, credential.secret.sealed) is not None

    def _resealed(self, credential: Credential) -> Credential:
        previous = credential.previous and self._reseal(credential, credential.previous)
        return replace(credential, secret=self._reseal(credential, credential.secret), previous=previous)

    def _reseal(self, credential: Credential, stored: StoredSecret) -> StoredSecret:
        secret = self.vault.unseal(credential.id, stored.sealed)
        return stored if secret is None else replace(stored, sealed=self.vault.seal(credential.id, secret))
