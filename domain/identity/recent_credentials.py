"""Credentials that were read a moment ago, so that a call on the hot road reads none."""

import time
from collections.abc import Callable

from domain.identity.credential import Credential
from domain.identity.ports import CredentialReader
from domain.identity.timed_cache import TimedCache

SIZE = 10_000


class RecentCredentials:
    """Credentials by name and by id, each at most `lifetime_seconds` old: revoking takes effect within that time.

    Names that nobody has are never kept. So a refused attempt reads the store once, whether the name is known,
    unknown, or in use at this moment; see `reread`.
    """

    def __init__(
        self, reader: CredentialReader, lifetime_seconds: float, tick: Callable[[], float] = time.monotonic
    ) -> None:
        self._reader = reader
        self._by_name: TimedCache[str, Credential] = TimedCache(lifetime_seconds, SIZE, tick)
        self._by_id: TimedCache[int, Credential] = TimedCache(lifetime_seconds, SIZE, tick)

    def by_name(self, name: str) -> tuple[Credential | None, bool]:
        """The credential of this name, and whether it was read just now."""
        kept = self._by_name.get(name)
        return (kept, False) if kept else (self._keep(self._reader.by_name(name)), True)

    def by_id(self, credential_id: int) -> tuple[Credential | None, bool]:
        """The credential with this id, and whether it was read just now."""
        kept = self._by_id.get(credential_id)
        return (kept, False) if kept else (self._keep(self._reader.by_id(credential_id)), True)

    def reread(self, credential: Credential) -> Credential | None:
        """The credential as the store has it now; None where it is gone."""
        newest = self._keep(self._reader.by_name(credential.name))
        if newest is None:
            self._by_name.drop(credential.name)
            self._by_id.drop(credential.id)
        return newest

    def _keep(self, credential: Credential | None) -> Credential | None:
        if credential:
            self._by_name.put(credential.name, credential)
            self._by_id.put(credential.id, credential)
        return credential
