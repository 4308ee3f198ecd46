"""Use case: close a credential for good."""

from dataclasses import dataclass, replace

from domain.clock import Clock
from domain.errors import InvalidInput
from domain.identity.credential import Credential, StoredSecret
from domain.identity.ports import CredentialRecords
from domain.text import echo


@dataclass(frozen=True, slots=True)
class RevokeCredential:
    """Its secrets and its access tokens stop within the lifetime of the processes' memory of credentials."""

    records: CredentialRecords
    clock: Clock

    def __call__(self, name: str) -> Credential:
        """The revoked credential; one that was revoked before stays as it is. Raises `InvalidInput`.

        What was kept of its secrets is removed.
        """

        def change(old: Credential) -> Credential:
            if old.revoked_at:
                return old
            gone = StoredSecret(hashed="")
            return replace(old, secret=gone, previous=None, previous_until=None, revoked_at=self.clock.now())

        revoked = self.records.change(name, change)
        if revoked is None:
            raise InvalidInput(f"There is no credential {echo(name)!r}.", field="name")
        return revoked
