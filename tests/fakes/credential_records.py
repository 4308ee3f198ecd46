"""Credentials in memory, counting how often they are read."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from domain.errors import InvalidInput
from domain.identity.credential import Credential, CredentialDraft, StoredSecret


class FakeCredentialRecords:
    """A `CredentialRecords` over a dictionary."""

    def __init__(self) -> None:
        self._kept: dict[str, Credential] = {}
        self.reads = 0

    def by_name(self, name: str) -> Credential | None:
        self.reads += 1
        return self._kept.get(name)

    def by_id(self, credential_id: int) -> Credential | None:
        self.reads += 1
        return next((kept for kept in self._kept.values() if kept.id == credential_id), None)

    def list(self, programme_id: int | None) -> Sequence[Credential]:
        ordered = [self._kept[name] for name in sorted(self._kept)]
        return [kept for kept in ordered if programme_id in {None, kept.programme_id}]

    def add(self, draft: CredentialDraft, secret_for: Callable[[int], StoredSecret]) -> Credential:
        if draft.name in self._kept:
            raise InvalidInput("There is a credential of this name already; choose another.", field="name")
        credential = Credential(
            id=len(self._kept) + 1,
            programme_id=draft.programme_id,
            name=draft.name,
            scope=draft.scope,
            secret=secret_for(len(self._kept) + 1),
            version=1,
            created_at=draft.created_at,
            is_demo=draft.is_demo,
        )
        self._kept[draft.name] = credential
        return credential

    def change(self, name: str, change: Callable[[Credential], Credential]) -> Credential | None:
        if name not in self._kept:
            return None
        new = change(self._kept[name])
        self._kept[name] = replace(
            self._kept[name],
            secret=new.secret,
            version=new.version,
            previous=new.previous,
            previous_until=new.previous_until,
            rotated_at=new.rotated_at,
            revoked_at=new.revoked_at,
        )
        return self._kept[name]

    def has_demo_credentials(self) -> bool:
        return any(kept.is_demo and kept.revoked_at is None for kept in self._kept.values())
