"""A credential as it is kept: whose it is, what it may do, and what proves it."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.identity.caller import TILL_OPERATIONS, Operation


@dataclass(frozen=True, slots=True)
class StoredSecret:
    """What is kept of a secret.

    `hashed` is its keyed hash. `sealed` is the secret under encryption, only where the credential may be used for
    WS-Security digests, else empty.
    """

    hashed: str = field(repr=False)
    sealed: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class CredentialScope:
    """What a credential may do, and where; `sites` is None where every site of the programme is in scope."""

    operations: frozenset[Operation] = TILL_OPERATIONS
    sites: frozenset[str] | None = None
    default_site: str = ""
    default_device: str = ""


@dataclass(frozen=True, slots=True)
class CredentialDraft:
    """A credential before it has an id."""

    programme_id: int
    name: str
    scope: CredentialScope
    created_at: datetime
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class Credential:
    """A till's credential.

    `version` counts its secrets from 1. `previous` is the secret before the present one, good until `previous_until`
    so that tills may be changed one after the other. A revoked credential opens nothing, and its name stays taken.
    """

    id: int
    programme_id: int
    name: str
    scope: CredentialScope
    secret: StoredSecret
    version: int
    created_at: datetime
    previous: StoredSecret | None = None
    previous_until: datetime | None = None
    rotated_at: datetime | None = None
    revoked_at: datetime | None = None
    is_demo: bool = False

    @property
    def allows_digest(self) -> bool:
        """Whether WS-Security digests are accepted for it."""
        return bool(self.secret.sealed)

    def secrets_at(self, now: datetime) -> tuple[tuple[int, StoredSecret], ...]:
        """The secrets that open it at this moment with their versions, the present one first."""
        if self.revoked_at is not None:
            return ()
        present = (self.version, self.secret)
        if self.previous and self.previous_until and now < self.previous_until:
            return present, (self.version - 1, self.previous)
        return (present,)
