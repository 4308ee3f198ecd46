"""After all that can be done with credentials, no secret is in any byte of the database, nor in any log line."""

import logging
from base64 import b64encode
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import make_url

from adapters.database.credential_records import DatabaseCredentialRecords
from adapters.database.engine import Store
from adapters.database.nonce_log import DatabaseNonceLog
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.errors import LoyaltyError
from domain.identity.create_credential import NewCredential
from domain.identity.presented import TokenCredentials
from tests.adapters.database.identity_rows import store_with_programmes
from tests.builders import TestClock
from tests.domain.identity.world import CHOSEN, PEPPER, SIGNING_KEY, World, digest, password
from tests.services.postgresql import PostgreSQL

WRONG = "wrong-canary-of-a-till"
NAME = "name-that-is-there"


def test_no_secret_is_in_the_file_of_sqlite(migrated_sqlite_url: str, caplog: pytest.LogCaptureFixture) -> None:
    file = Path(str(make_url(migrated_sqlite_url).database))
    caplog.set_level(logging.DEBUG)
    with store_with_programmes(migrated_sqlite_url) as (store, unit_of_work):
        secrets = live(World(**parts_of(store, unit_of_work)))
        assert_absent(secrets, file.parent.glob(file.name + "*"), caplog.text)


def test_no_secret_is_in_the_files_of_postgresql(
    postgresql_server: PostgreSQL, migrated_postgresql_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    with store_with_programmes(migrated_postgresql_url) as (store, unit_of_work):
        secrets = live(World(**parts_of(store, unit_of_work)))
        with store.reads.connect() as connection:
            connection.exec_driver_sql("CHECKPOINT")
            directory = Path(str(connection.exec_driver_sql("SHOW data_directory").scalar_one()))
        files = [file for file in directory.parent.rglob("*") if file.is_file()]
        assert_absent(secrets, files, caplog.text + postgresql_server._process.log)


def parts_of(store: Store, unit_of_work: UnitOfWork) -> dict[str, Any]:
    """Real ones of all that keeps something."""
    reader, clock = Reader(store), TestClock()
    return {
        "clock": clock,
        "records": DatabaseCredentialRecords(reader, unit_of_work),
        "programmes": DatabaseProgrammes(reader),
        "nonces": DatabaseNonceLog(store, unit_of_work, clock),
        "argon2": Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1),
    }


def live(world: World) -> list[str]:
    """All that can be done with credentials; gives every secret that had a part in it."""
    generated = world.create(NewCredential("CLUB", NAME)).secret
    chosen = world.create(NewCredential("CLUB", "till-2", chosen_secret=CHOSEN)).secret
    for_digests = world.create(NewCredential("CLUB", "till-3", allows_digest=True)).secret
    rotated = world.rotate("till-3").secret
    now = world.clock.now().isoformat()
    token = world.issue_token(password(NAME, generated)).token
    for presented in (
        password(NAME, generated),
        password("till-2", chosen),
        digest("till-3", for_digests, now),
        digest("till-3", rotated, now),
        TokenCredentials(token),
    ):
        world.authenticate(presented)
    for wrong in (password(NAME, WRONG), password(WRONG, WRONG), digest(WRONG, WRONG, now), TokenCredentials(WRONG)):
        with pytest.raises(LoyaltyError):
            world.authenticate(wrong)
    with pytest.raises(LoyaltyError):
        world.create(NewCredential("CLUB", NAME, chosen_secret=WRONG))
    world.create(NewCredential("CLUB", "till-4"))
    world.revoke("till-4")
    keys = [PEPPER.decode(), SIGNING_KEY.decode(), world.encryption_key]
    return [generated, chosen, for_digests, rotated, token, WRONG, *keys]


def assert_absent(secrets: list[str], files: Iterable[Path], log: str) -> None:
    kept = b"".join(file.read_bytes() for file in files) + log.encode()
    assert NAME.encode() in kept, "this looks in the right place"
    for secret in secrets:
        raw = secret.encode()
        for form in (raw, b64encode(raw), raw.hex().encode(), raw.hex().upper().encode(), raw[::-1]):
            assert form not in kept
