"""What `CredentialRecords` promises, asked of the fake, of SQLite and of PostgreSQL alike."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from adapters.database.credential_records import DatabaseCredentialRecords
from adapters.database.reading import Reader
from domain.errors import InvalidInput
from domain.identity.caller import TILL_OPERATIONS, Operation
from domain.identity.credential import Credential, CredentialDraft, CredentialScope, StoredSecret
from domain.identity.ports import CredentialRecords
from tests.adapters.database.identity_rows import store_with_programmes
from tests.builders import START
from tests.fakes.credential_records import FakeCredentialRecords

NARROW = CredentialScope(frozenset({Operation.ENQUIRE_BALANCE}), frozenset({"0001", "0002"}), "0001", "pos1@0001")


@pytest.fixture(params=["fake", "sqlite", "postgresql"])
def records(request: pytest.FixtureRequest) -> Iterator[CredentialRecords]:
    if request.param == "fake":
        yield FakeCredentialRecords()
        return
    with store_with_programmes(request.getfixturevalue(f"migrated_{request.param}_url")) as (store, unit_of_work):
        yield DatabaseCredentialRecords(Reader(store), unit_of_work)


def draft(name: str = "till-1", programme_id: int = 1, scope: CredentialScope = NARROW) -> CredentialDraft:
    return CredentialDraft(programme_id, name, scope, START)


def secret_for(credential_id: int) -> StoredSecret:
    return StoredSecret(f"hash of {credential_id}", f"sealed for {credential_id}")


@pytest.mark.parametrize("scope", [NARROW, CredentialScope(), CredentialScope(sites=frozenset({'a "site"'}))])
def test_what_was_added_is_found_as_it_was(records: CredentialRecords, scope: CredentialScope) -> None:
    added = records.add(draft(scope=scope), secret_for)
    assert added == Credential(added.id, 1, "till-1", scope, secret_for(added.id), 1, START)
    assert records.by_name("till-1") == records.by_id(added.id) == added


def test_what_is_not_there_is_none(records: CredentialRecords) -> None:
    records.add(draft(), secret_for)
    assert records.by_name("Till-1") is None
    assert records.by_name("till-1' OR '1'='1") is None
    assert records.by_id(99) is None
    assert records.change("till-2", lambda credential: credential) is None


def test_a_name_is_given_once(records: CredentialRecords) -> None:
    added = records.add(draft(), secret_for)
    with pytest.raises(InvalidInput, match="already") as refused:
        records.add(draft(programme_id=2), lambda _: StoredSecret("another"))
    assert refused.value.field == "name"
    assert records.by_name("till-1") == added


def test_where_no_secret_can_be_made_nothing_is_added(records: CredentialRecords) -> None:
    def fail(_credential_id: int) -> StoredSecret:
        raise InvalidInput("no key")

    with pytest.raises(InvalidInput, match="no key"):
        records.add(draft(), fail)
    assert records.by_name("till-1") is None


def test_a_change_is_kept_as_it_was_made(records: CredentialRecords) -> None:
    added = records.add(draft(), secret_for)

    def rotated(old: Credential) -> Credential:
        assert old == added
        until = START + timedelta(days=7)
        new = StoredSecret("new hash", "new sealed")
        return replace(old, secret=new, version=2, previous=old.secret, previous_until=until, rotated_at=START)

    changed = records.change("till-1", rotated)
    assert changed == rotated(added)
    assert records.by_name("till-1") == changed
    revoked = records.change("till-1", lambda old: replace(old, previous=None, previous_until=None, revoked_at=START))
    assert records.by_name("till-1") == revoked
    assert revoked
    assert revoked.revoked_at == START


def test_a_change_that_fails_changes_nothing(records: CredentialRecords) -> None:
    added = records.add(draft(), secret_for)

    def fail(_old: Credential) -> Credential:
        raise InvalidInput("no")

    with pytest.raises(InvalidInput, match="no"):
        records.change("till-1", fail)
    assert records.by_name("till-1") == added


def test_credentials_are_listed_by_name(records: CredentialRecords) -> None:
    for name, programme_id in (("b", 1), ("a", 2), ("C", 1), ("c", 1)):
        records.add(draft(name, programme_id), secret_for)
    assert [credential.name for credential in records.list(None)] == ["C", "a", "b", "c"]
    assert [credential.name for credential in records.list(1)] == ["C", "b", "c"]
    assert not records.list(3)


def test_demo_credentials_are_known(records: CredentialRecords) -> None:
    records.add(draft(), secret_for)
    assert not records.has_demo_credentials()
    records.add(replace(draft("demo"), is_demo=True), secret_for)
    assert records.has_demo_credentials()
    kept = records.by_name("demo")
    assert kept
    assert kept.is_demo
    records.change("demo", lambda old: replace(old, revoked_at=START))
    assert not records.has_demo_credentials()


def test_changes_at_once_come_one_after_the_other(database_url: str) -> None:
    """Two rotations never give the same version, so no secret is lost without a trace."""
    with store_with_programmes(database_url) as (store, unit_of_work):
        records = DatabaseCredentialRecords(Reader(store), unit_of_work)
        records.add(draft(), secret_for)
        barrier = threading.Barrier(4)

        def rotate() -> None:
            barrier.wait()
            for _ in range(10):
                records.change("till-1", lambda old: replace(old, version=old.version + 1))

        threads = [threading.Thread(target=rotate) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        kept = records.by_name("till-1")
        assert kept
        assert kept.version == 41


def test_operations_of_a_newer_release_are_left_out(database_url: str) -> None:
    with store_with_programmes(database_url) as (store, unit_of_work):
        records = DatabaseCredentialRecords(Reader(store), unit_of_work)
        records.add(draft(scope=CredentialScope(TILL_OPERATIONS)), secret_for)
        with unit_of_work.transaction() as connection:
            connection.exec_driver_sql("UPDATE credential SET operations = 'launch-rockets enquire-balance'")
        kept = records.by_name("till-1")
        assert kept
        assert kept.scope.operations == {Operation.ENQUIRE_BALANCE}
