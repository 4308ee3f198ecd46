"""Credentials in the database: read, added, changed. The only writer of the table `credential`."""

from collections.abc import Callable, Sequence

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from adapters.database.credential_rows import (
    CREDENTIAL_COLUMNS,
    credential_from,
    values_of_draft,
    values_of_secrets,
)
from adapters.database.identity_tables import credential as table
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.errors import InvalidInput
from domain.identity.credential import Credential, CredentialDraft, StoredSecret

_SELECT = f"SELECT {CREDENTIAL_COLUMNS} FROM credential "  # noqa: S608 - fixed texts, no value enters them
_BY_NAME = _SELECT + "WHERE name = ?"
_BY_ID = _SELECT + "WHERE id = ?"
_ALL = _SELECT + "ORDER BY name"
_OF_PROGRAMME = _SELECT + "WHERE programme_id = ? ORDER BY name"
_ANY_DEMO = "SELECT 1 FROM credential WHERE is_demo AND revoked_at IS NULL LIMIT 1"


class DatabaseCredentialRecords:
    """Implements the port `domain.identity.ports.CredentialRecords`."""

    def __init__(self, reader: Reader, unit_of_work: UnitOfWork) -> None:
        self._reader = reader
        self._unit_of_work = unit_of_work

    def by_name(self, name: str) -> Credential | None:
        """See the port."""
        row = self._reader.row(_BY_NAME, (name,))
        return None if row is None else credential_from(row)

    def by_id(self, credential_id: int) -> Credential | None:
        """See the port."""
        row = self._reader.row(_BY_ID, (credential_id,))
        return None if row is None else credential_from(row)

    def list(self, programme_id: int | None) -> Sequence[Credential]:
        """See the port."""
        rows = self._reader.rows(_ALL) if programme_id is None else self._reader.rows(_OF_PROGRAMME, (programme_id,))
        return [credential_from(row) for row in rows]

    def add(self, draft: CredentialDraft, secret_for: Callable[[int], StoredSecret]) -> Credential:
        """See the port."""
        try:
            with self._unit_of_work.transaction() as connection:
                new = insert(table).values(values_of_draft(draft)).returning(table)
                added = credential_from(connection.execute(new).one())
                secret = secret_for(added.id)
                values = {"secret_hash": secret.hashed, "secret_sealed": secret.sealed}
                with_secret = update(table).where(table.c.id == added.id).values(values).returning(table)
                return credential_from(connection.execute(with_secret).one())
        except IntegrityError:
            raise InvalidInput("There is a credential of this name already; choose another.", field="name") from None

    def change(self, name: str, change: Callable[[Credential], Credential]) -> Credential | None:
        """See the port."""
        with self._unit_of_work.transaction() as connection:
            row = connection.execute(select(table).where(table.c.name == name).with_for_update()).one_or_none()
            if row is None:
                return None
            changed = change(credential_from(row))
            connection.execute(update(table).where(table.c.id == changed.id).values(values_of_secrets(changed)))
            return changed

    def has_demo_credentials(self) -> bool:
        """See the port."""
        return self._reader.row(_ANY_DEMO) is not None
