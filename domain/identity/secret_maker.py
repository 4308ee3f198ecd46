"""Makes secrets, and what is kept of them."""

from dataclasses import dataclass, field

from domain.errors import InvalidInput
from domain.identity.credential import Credential, StoredSecret
from domain.identity.generated_secret import generate_secret, has_generated_form
from domain.identity.ports import SecretHasher, SecretVault

SHORTEST_CHOSEN = 12
LONGEST_CHOSEN = 255


@dataclass(frozen=True, slots=True)
class ShownCredential:
    """A credential with its new secret, which can't be read again."""

    credential: Credential
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class SecretMaker:
    """`vault` is None where no encryption key is set: then there are no digests."""

    hasher: SecretHasher
    vault: SecretVault | None = None

    def make(self, chosen: str, *, is_demo: bool) -> str:
        """The chosen secret, or a generated one where none is given; raises `InvalidInput`.

        Demo credentials may be short: a database that has them is served on loopback only.
        """
        if not chosen:
            return generate_secret()
        if has_generated_form(chosen):
            raise InvalidInput(
                "Leave the secret out to have one generated; generated ones can't be chosen.", field="secret"
            )
        if not chosen.isprintable() or len(chosen) > LONGEST_CHOSEN or (len(chosen) < SHORTEST_CHOSEN and not is_demo):
            raise InvalidInput(
                f"A chosen secret has {SHORTEST_CHOSEN} to {LONGEST_CHOSEN} characters that can be typed; "
                "better leave it out and have one generated.",
                field="secret",
            )
        return chosen

    def require_vault(self) -> SecretVault:
        """The vault; raises `InvalidInput` where no encryption key is set."""
        if self.vault is None:
            raise InvalidInput("Digests need an encryption key: set ENCRYPTION_KEYS first.", field="digest")
        return self.vault

    def hash(self, name: str, secret: str) -> str:
        """The keyed hash of this name's secret; takes some 20 ms for a chosen one, so it is made before a transaction."""
        return self.hasher.hash(name, secret)

    def keep(self, credential_id: int, hashed: str, secret: str, *, allows_digest: bool) -> StoredSecret:
        """What is kept of a secret; raises `InvalidInput` where digests are asked for without an encryption key."""
        return StoredSecret(hashed, self.require_vault().seal(credential_id, secret) if allows_digest else "")
