"""A streaming replica answers what may be a little old, and no till sees an old balance, whatever becomes of it."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import psycopg
import pytest
import requests
from sqlalchemy import make_url

from adapters.database.engine_postgresql import ENDLESS
from adapters.database.reading import Reader
from gateway.replica_wiring import watch_replica
from gateway.settings.settings import Settings
from gateway.settings.store import StoreSettings
from gateway.start_refused import StartRefused
from gateway.wiring import open_safely
from tests.builders import LOYALTY
from tests.gateway.shop import ACCOUNT, PASSWORD, PERSON, TILL, furnish
from tests.gateway.test_store_away import eventually
from tests.journeys.tills import RestTill, SoapTill
from tests.services.cable import Cable
from tests.services.gateway import ServedGateway, serve
from tests.services.missing import find_or_skip
from tests.services.postgresql import PostgreSQL, find_programs

BASIC = "Basic " + base64.b64encode(f"{TILL}:{PASSWORD}".encode()).decode()
RENAME = "UPDATE customer_name_key SET name_key = 'zz' || name_key"
RENAME_BACK = "UPDATE customer_name_key SET name_key = substr(name_key, 3)"


@dataclass
class Pair:
    """A primary and its replica, reached by a cable, with one migrated database."""

    url: str
    replica: PostgreSQL
    cable: Cable

    @property
    def replica_url(self) -> str:
        return make_url(self.url).set(port=self.cable.port).render_as_string(hide_password=False)

    def execute(self, statement: str, *, on_replica: bool = False) -> Any:
        database = self.url.rsplit("/", 1)[1]
        url = self.replica.url(database) if on_replica else self.url
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
            cursor = connection.execute(statement)
            return cursor.fetchone() if cursor.description else None

    def catch_up(self) -> None:
        (written,) = self.execute("SELECT pg_current_wal_lsn()")
        behind = f"SELECT pg_last_wal_replay_lsn() >= '{written}'"
        assert eventually(lambda: bool(self.execute(behind, on_replica=True)[0]))

    def pause(self) -> None:
        self.catch_up()
        self.execute("SELECT pg_wal_replay_pause()", on_replica=True)
        paused = "SELECT pg_get_wal_replay_pause_state() = 'paused'"
        assert eventually(lambda: bool(self.execute(paused, on_replica=True)[0]))

    def resume(self) -> None:
        self.execute("SELECT pg_wal_replay_resume()", on_replica=True)


@pytest.fixture(scope="module")
def pair() -> Iterator[Pair]:
    programs = find_or_skip("postgresql", "postgresql", find_programs)
    primary = PostgreSQL(programs, wal_level="replica", max_wal_senders="4")
    with primary.migrated_database() as url:
        furnish(url)
        replica = PostgreSQL(programs, replica_of=primary.port, wal_level="replica", max_wal_senders="4")
        cable = Cable(replica.port)
        yield Pair(url, replica, cable)
        cable.cut()
        replica.stop()
    primary.stop()


class Tills:
    """A till for each protocol, at one gateway."""

    def __init__(self, gateway: ServedGateway) -> None:
        self.gateway = gateway
        self.both = (RestTill(gateway.url, BASIC), SoapTill(gateway.url, BASIC))
        self._sent = 0

    def finds_old_name(self) -> bool:
        """Whether a search for the old name finds the customer; both protocols say the same."""
        (found,) = {PERSON.number in till.search(searchName=PERSON.surname).rows for till in self.both}
        return found

    def sees_its_own_updates(self) -> None:
        """Move points over each protocol, and enquire over both after each."""
        for till in self.both:
            self._sent += 1
            told = till.update(
                transactionId=f"{self.gateway.port}-{self._sent}",
                deviceId="pos1@0001.enactor",
                accountId=ACCOUNT,
                accountType=LOYALTY,
                updateAmount=5,
                status="COMPLETED",
            )
            assert told.outcome == "Success"
            assert told.figures
            for asking in self.both:
                assert asking.enquire(LOYALTY, ACCOUNT).figures == told.figures

    def state(self) -> str:
        """What readiness says of the replica; it is ready either way."""
        reply = requests.get(f"{self.gateway.url}/readyz", timeout=20)
        assert reply.status_code == 200
        return str(reply.json()["replica"])

    def is_in_use(self) -> bool:
        """What the metrics say of it."""
        return "loyalty_replica_in_use 1.0" in requests.get(f"{self.gateway.url}/metrics", timeout=20).text


@contextmanager
def served(pair: Pair, lag_limit: str) -> Iterator[Tills]:
    with serve(pair.url, REPLICA_URL=pair.replica_url, REPLICA_LAG_LIMIT_SECONDS=lag_limit) as gateway:
        tills = Tills(gateway)
        assert eventually(lambda: tills.state() == "ok")
        yield tills
        for till in tills.both:
            till.close()


@pytest.fixture(scope="module")
def patient(pair: Pair) -> Iterator[Tills]:
    """Tills of a gateway that minds no lag of these tests."""
    with served(pair, "600") as tills:
        yield tills


@contextmanager
def past(pair: Pair) -> Iterator[None]:
    """A replica that stands still while the customer is renamed; both are as before afterwards."""
    pair.pause()
    pair.execute(RENAME)
    try:
        yield
    finally:
        pair.resume()
        pair.execute(RENAME_BACK)
        pair.catch_up()


def test_searches_go_to_the_replica_and_balances_never(pair: Pair, patient: Tills) -> None:
    tills = patient
    with past(pair):
        assert tills.is_in_use()
        assert tills.finds_old_name()
        tills.sees_its_own_updates()
        pair.resume()
        # Not asked in between: the two protocols would be answered before and after.
        pair.catch_up()
        assert not tills.finds_old_name()


def test_one_that_lags_is_left_out_until_it_has_caught_up(pair: Pair) -> None:
    with served(pair, "2") as tills:
        with past(pair):
            assert eventually(lambda: tills.state() == "left out: too far behind")
            assert not tills.is_in_use()
            assert not tills.finds_old_name()
            tills.sees_its_own_updates()
        assert eventually(lambda: tills.state() == "ok")


def test_one_that_is_away_is_left_out_until_it_is_back(pair: Pair, patient: Tills) -> None:
    tills = patient
    assert eventually(tills.is_in_use)
    with past(pair):
        assert tills.finds_old_name()
        pair.cable.cut()
        assert not tills.finds_old_name()
        tills.sees_its_own_updates()
        assert eventually(lambda: tills.state() == "left out: does not answer")
        pair.cable.mend()
        assert eventually(tills.is_in_use)
        assert tills.finds_old_name()


def refusal(database_url: str, replica_url: str) -> str:
    store = StoreSettings(database_url=database_url, replica_url=replica_url)
    settings = Settings(store=store)
    primary = open_safely(settings)
    try:
        with pytest.raises(StartRefused) as refused:
            watch_replica(settings, primary, Reader(primary), ENDLESS)
    finally:
        primary.close()
    return str(refused.value)


def test_the_primary_itself_is_refused(pair: Pair) -> None:
    assert "not a replica of DATABASE_URL" in refusal(pair.url, pair.url)


def test_a_replica_of_another_database_is_refused(pair: Pair, migrated_postgresql_url: str) -> None:
    assert "not a replica of DATABASE_URL" in refusal(migrated_postgresql_url, pair.replica_url)


def test_one_with_an_older_schema_is_refused(pair: Pair) -> None:
    (known,) = pair.execute("SELECT version_num FROM alembic_version")
    pair.execute("UPDATE alembic_version SET version_num = 'older'")
    pair.pause()
    pair.execute(f"UPDATE alembic_version SET version_num = '{known}'")
    told = refusal(pair.url, pair.replica_url)
    pair.resume()
    assert "loyalty-gateway migrate" in told


def test_sqlite_has_no_replica(migrated_sqlite_url: str, pair: Pair) -> None:
    assert "REPLICA_URL needs PostgreSQL" in refusal(migrated_sqlite_url, pair.replica_url)


def test_one_that_is_killed_is_missed_by_nobody(pair: Pair, patient: Tills) -> None:
    assert eventually(patient.is_in_use)
    pair.pause()
    pair.execute(RENAME)
    assert patient.finds_old_name()
    pair.replica.stop()
    assert not patient.finds_old_name()
    patient.sees_its_own_updates()
    assert patient.state() == "left out: does not answer"
