"""Secrets that must be read again (for WS-Security digests), encrypted with keys from the settings."""

from collections.abc import Sequence

from cryptography.fernet import Fernet, InvalidToken, MultiFernet


class FernetVault:
    """Implements the port `domain.identity.ports.SecretVault`: the first key encrypts, all of them decrypt.

    The credential's id is inside what is encrypted, so text copied to another row can't be read there. Raises
    ValueError for a key that is not 32 bytes in URL-safe base64.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError:
            raise ValueError("An encryption key is 32 random bytes in URL-safe base64.") from None
        self._decoy = self._fernet.encrypt(b"0:decoy").decode()

    def seal(self, credential_id: int, secret: str) -> str:
        """See the port."""
        return self._fernet.encrypt(f"{credential_id}:{secret}".encode()).decode()

    def unseal(self, credential_id: int, sealed: str) -> str | None:
        """See the port."""
        try:
            owner, _, secret = self._fernet.decrypt(sealed or self._decoy).decode().partition(":")
        except (InvalidToken, ValueError):
            return None
        return secret if sealed and owner == str(credential_id) else None
