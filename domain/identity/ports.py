"""What identity asks of the outside: records of credentials, keys, clocks of other machines, programmes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.identity.caller import Operation
from domain.identity.credential import Credential, CredentialDraft, StoredSecret
from domain.programmes.programme import Programme


class CredentialReader(Protocol):
    """Finds credentials. Both raise `StoreUnavailable`."""

    def by_name(self, name: str) -> Credential | None:
        """The credential of this name, revoked ones too."""

    def by_id(self, credential_id: int) -> Credential | None:
        """The credential with this id, revoked ones too."""


class CredentialRecords(CredentialReader, Protocol):
    """Keeps credentials. What a method changed is durable when it returns."""

    def list(self, programme_id: int | None) -> Sequence[Credential]:
        """All credentials of a programme, or (None) of all programmes, by name."""

    def add(self, draft: CredentialDraft, secret_for: Callable[[int], StoredSecret]) -> Credential:
        """Add a credential; `secret_for` makes what is kept of its secret, from its id.

        Raises `InvalidInput` where the name is taken.
        """

    def change(self, name: str, change: Callable[[Credential], Credential]) -> Credential | None:
        """Change secrets and dates of a credential; None where there is none of this name.

        Nobody else changes it meanwhile; where `change` raises, nothing is changed.
        """

    def has_demo_credentials(self) -> bool:
        """Whether any credential that is not revoked was made for a demo."""


class NonceLog(Protocol):
    """Remembers the nonces that were used, for every process on the database."""

    def use(self, nonce_key: bytes, keep_until: datetime) -> bool:
        """Whether this nonce is used for the first time; of any number of simultaneous calls, one gets True.

        It is remembered until `keep_until` at least. Raises `StoreUnavailable`.
        """


class SecretHasher(Protocol):
    """Turns secrets into what may be kept of them."""

    def hash(self, name: str, secret: str) -> str:
        """A hash that says nothing without the gateway's pepper, and fits no other name."""

    def matches(self, name: str, secret: str, hashed: str) -> bool:
        """Whether this hash was made of this name and secret.

        Takes the same time for any hash of any kind, an empty one too: how long depends on the form of `secret` only.
        """


class SecretVault(Protocol):
    """Keeps secrets that must be read again, under encryption."""

    def seal(self, credential_id: int, secret: str) -> str:
        """The secret encrypted, bound to this credential."""

    def unseal(self, credential_id: int, sealed: str) -> str | None:
        """The secret, or None where the text was not sealed for this credential or its key is gone.

        Does the same work for an empty text.
        """


@dataclass(frozen=True, slots=True)
class TokenClaims:
    """What an access token says: `version` is that of the secret that got it."""

    credential_id: int
    version: int
    operations: frozenset[Operation]
    expires_at: datetime


class AccessTokens(Protocol):
    """Signs and reads tills' access tokens."""

    def sign(self, claims: TokenClaims) -> str:
        """A token that says this; `expires_at` goes out in whole seconds."""

    def read(self, token: str) -> TokenClaims:
        """What a token of ours says; raises `RejectedError`."""


@dataclass(frozen=True, slots=True)
class CustomerClaims:
    """What a customer's token says: whose it is, in which programme."""

    programme_code: str
    customer_number: str


class CustomerTokens(Protocol):
    """Reads customers' tokens."""

    def read(self, id_token: str) -> CustomerClaims:
        """What a valid token of a trusted issuer says; raises `RejectedError`."""


class Programmes(Protocol):
    """Finds programmes with their rules and sites. Both raise `StoreUnavailable`."""

    def by_id(self, programme_id: int) -> Programme | None:
        """The programme with this id."""

    def by_code(self, code: str) -> Programme | None:
        """The programme with this code."""
