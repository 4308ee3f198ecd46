"""Credentials in the database: read, added, changed. The only writer of the table `credential`."""

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, exists, insert, select, update
from sqlalchemy.exc import IntegrityError

from adapters.database.engine import Store
from adapters.database.identity_tables import credential as table
from adapters.database.store_errors import store_errors
from adapters.database.unit_of_work import UnitOfWork
from domain.clock import from_microseconds, to_microseconds
from domain.errors import InvalidInput
from domain.identity.caller import Operation
from domain.identity.credential import Credential, CredentialDraft, CredentialScope, StoredSecret


class DatabaseCredentialRecords:
    """`CredentialRecords` on a store."""

    def __init__(self, store: Store, unit_of_work: UnitOfWork) -> None:
        self._store = store
        self._unit_of_work = unit_of_work

    def by_name(self, name: str) -> Credential | None:
        """As `CredentialReader.by_name`."""
        return next(iter(self._read(table.c.name == name)), None)

    def by_id(self, credential_id: int) -> Credential | None:
        """As `CredentialReader.by_id`."""
        return next(iter(self._read(table.c.id == credential_id)), None)

    def list(self, programme_id: int | None) -> Sequence[Credential]:
        """As `CredentialRecords.list`."""
        return self._read(*([] if programme_id is None else [table.c.programme_id == programme_id]))

    def add(self, draft: CredentialDraft, secret_for: Callable[[int], StoredSecret]) -> Credential:
        """As `CredentialRecords.add`."""
        try:
            with self._unit_of_work.transaction() as connection:
                new = insert(table).values(**_draft_values(draft)).returning(table.c.id)
                credential_id = connection.execute(new).scalar_one()
                secret = secret_for(credential_id)
                values = {"secret_hash": secret.hashed, "secret_sealed": secret.sealed}
                changed = update(table).where(table.c.id == credential_id).values(values).returning(table)
                return _credential(connection.execute(changed).one())
        except IntegrityError:
            raise InvalidInput("There is a credential of this name already; choose another.", field="name") from None

    def change(self, name: str, change: Callable[[Credential], Credential]) -> Credential | None:
        """As `CredentialRecords.change`."""
        with self._unit_of_work.transaction() as connection:
            row = connection.execute(select(table).where(table.c.name == name).with_for_update()).one_or_none()
            if row is None:
                return None
            changed = change(_credential(row))
            connection.execute(update(table).where(table.c.id == row.id).values(_secret_values(changed)))
            return changed

    def has_demo_credentials(self) -> bool:
        """As `CredentialRecords.has_demo_credentials`."""
        some = select(exists().where(table.c.is_demo, table.c.revoked_at.is_(None)))
        with store_errors(), self._store.reads.connect() as connection:
            return bool(connection.execute(some).scalar_one())

    def _read(self, *conditions: ColumnElement[bool]) -> Sequence[Credential]:
        with store_errors(), self._store.reads.connect() as connection:
            rows = connection.execute(select(table).where(*conditions).order_by(table.c.name))
            return [_credential(row) for row in rows]


def _draft_values(draft: CredentialDraft) -> dict[str, Any]:
    scope = draft.scope
    return {
        "programme_id": draft.programme_id,
        "name": draft.name,
        "operations": " ".join(sorted(operation.value for operation in scope.operations)),
        "sites": None if scope.sites is None else json.dumps(sorted(scope.sites)),
        "default_site": scope.default_site,
        "default_device": scope.default_device,
        "version": 1,
        "secret_hash": "",
        "is_demo": draft.is_demo,
        "created_at": to_microseconds(draft.created_at),
    }


def _secret_values(credential: Credential) -> dict[str, Any]:
    previous = credential.previous or StoredSecret("")
    return {
        "version": credential.version,
        "secret_hash": credential.secret.hashed,
        "secret_sealed": credential.secret.sealed,
        "previous_hash": previous.hashed,
        "previous_sealed": previous.sealed,
        "previous_until": _number(credential.previous_until),
        "rotated_at": _number(credential.rotated_at),
        "revoked_at": _number(credential.revoked_at),
    }


def _credential(row: Any) -> Credential:
    known = {operation.value: operation for operation in Operation}
    return Credential(
        id=row.id,
        programme_id=row.programme_id,
        name=row.name,
        scope=CredentialScope(
            # An operation that a newer release wrote is left out, which only narrows.
            operations=frozenset(known[value] for value in row.operations.split() if value in known),
            sites=None if row.sites is None else frozenset(json.loads(row.sites)),
            default_site=row.default_site,
            default_device=row.default_device,
        ),
        secret=StoredSecret(row.secret_hash, row.secret_sealed),
        version=row.version,
        created_at=from_microseconds(row.created_at),
        previous=StoredSecret(row.previous_hash, row.previous_sealed) if row.previous_hash else None,
        previous_until=_moment(row.previous_until),
        rotated_at=_moment(row.rotated_at),
        revoked_at=_moment(row.revoked_at),
        is_demo=row.is_demo,
    )


def _number(moment: datetime | None) -> int | None:
    return None if moment is None else to_microseconds(moment)


def _moment(number: int | None) -> datetime | None:
    return None if number is None else from_microseconds(number)
