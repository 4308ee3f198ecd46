"""Between a row of the table `credential` and the `Credential` that the domain knows."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from adapters.database.identity_tables import credential as table
from domain.clock import from_microseconds, to_microseconds
from domain.identity.caller import Operation
from domain.identity.credential import Credential, CredentialDraft, CredentialScope, StoredSecret

CREDENTIAL_COLUMNS = ", ".join(table.c.keys())

_OPERATIONS = {operation.value: operation for operation in Operation}


def credential_from(values: Sequence[Any]) -> Credential:
    """The credential of a row of `CREDENTIAL_COLUMNS`."""
    row = dict(zip(table.c.keys(), values, strict=True))
    return Credential(
        id=row["id"],
        programme_id=row["programme_id"],
        name=row["name"],
        scope=CredentialScope(
            # An operation that a newer release wrote is left out, which only narrows.
            operations=frozenset(_OPERATIONS[value] for value in row["operations"].split() if value in _OPERATIONS),
            sites=None if row["sites"] is None else frozenset(json.loads(row["sites"])),
            default_site=row["default_site"],
            default_device=row["default_device"],
        ),
        secret=StoredSecret(row["secret_hash"], row["secret_sealed"]),
        version=row["version"],
        created_at=from_microseconds(row["created_at"]),
        previous=StoredSecret(row["previous_hash"], row["previous_sealed"]) if row["previous_hash"] else None,
        previous_until=_moment(row["previous_until"]),
        rotated_at=_moment(row["rotated_at"]),
        revoked_at=_moment(row["revoked_at"]),
        is_demo=bool(row["is_demo"]),
    )


def values_of_draft(draft: CredentialDraft) -> dict[str, Any]:
    """The columns of a new row, whose secret is still to come."""
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


def values_of_secrets(credential: Credential) -> dict[str, Any]:
    """The columns that change: secrets and dates."""
    previous = credential.previous or StoredSecret(hashed="")
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


def _number(moment: datetime | None) -> int | None:
    return None if moment is None else to_microseconds(moment)


def _moment(number: int | None) -> datetime | None:
    return None if number is None else from_microseconds(number)
