"""`accounts expiring`, and what `accounts explain` says of the next expiry."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta

import pytest

from adapters.database import expiring_points
from adapters.database.earning_rules_records import DatabaseEarningRules
from adapters.database.expiry_notices import DatabaseExpiryNotices
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.programmes.expiry_rule import ExpiryRule
from tests.gateway.cli.commands import Commands

RULES = {
    "earn": [{"name": "base", "points": "1", "perAmount": "1"}],
    "expiry": {"months": 2, "noticeDays": 80},
}


@pytest.fixture
def expiring(club: Commands, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Three of four accounts have points, which expire in two months; they are read one by one."""
    monkeypatch.setattr(expiring_points, "STRETCH_IDS", 1)
    club.ok("programmes", "rules", "set", club.file("rules.json", json.dumps(RULES)))
    for number, balance in (("1", "0"), ("2", "100"), ("3", "20")):
        club.ok("accounts", "add", "loyalty", number, "--customer", "100", "--balance", balance)
    club.ok("accounts", "add", "deposit", "D", "--customer", "100", "--balance", "5")
    club.ok("accounts", "add", "loyalty", "4", "--balance", "7")
    club.ok("accounts", "adjust", "loyalty", "2", "-30", "--reason", "paid out")
    return club


def last_day() -> date:
    return ExpiryRule(2).last_day(datetime.now(UTC).date())


def listed(commands: Commands, *arguments: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(commands.ok("accounts", "expiring", *arguments))))


def test_what_expires_by_a_day_is_listed(expiring: Commands) -> None:
    ends = last_day()
    before, after = (str(ends + timedelta(days=days)) for days in (-3, 3))
    assert listed(expiring, "--until", before) == []
    found = listed(expiring, "--until", after)
    assert [(row["account_number"], row["customer_number"], row["points"]) for row in found] == [
        ("2", "100", "70"),
        ("3", "100", "20"),
        ("4", "", "7"),
    ]
    # The day may have changed since the accounts were opened.
    assert {abs((date.fromisoformat(row["last_day"]) - ends).days) for row in found} <= {0, 1}
    assert {row["announced_at"] for row in found} == {""}
    path = expiring.file("expiring.csv", "")
    assert "add --replace" in expiring.refused("accounts", "expiring", path, "--until", after)
    assert "3 rows" in expiring.ok("accounts", "expiring", path, "--until", after, "--replace")


def test_what_was_announced_says_when(expiring: Commands) -> None:
    # To the microsecond: the rules and the points are no older than this second.
    until, now = str(last_day() + timedelta(days=3)), datetime.now(UTC)
    store = expiring.store
    reader, work = Reader(store), UnitOfWork(store)
    DatabaseExpiryNotices(store, reader, work, DatabaseEarningRules(reader, work)).announce(now, 100)
    found = listed(expiring, "--until", until)
    assert [datetime.fromisoformat(row["announced_at"]) for row in found] == [now] * 3


def test_a_day_that_is_over_and_what_is_no_day_are_refused(expiring: Commands) -> None:
    assert "is over" in expiring.refused("accounts", "expiring", "--until", "2020-12-31")
    for wrong in (["--until", "31.12.2026"], ["--until", "2026-12-31T10:00"], []):
        assert expiring.run("accounts", "expiring", *wrong).exit_code == 2


def test_without_rules_of_expiry_nothing_is_listed(club: Commands) -> None:
    club.ok("accounts", "add", "loyalty", "1", "--balance", "5")
    assert listed(club, "--until", "2099-12-31") == []


def test_the_help_names_the_columns(club: Commands) -> None:
    told = club.ok("accounts", "expiring", "--help")
    assert "last_day" in told
    assert "--until 2026-12-31" in told


def test_an_explanation_says_what_expires_next(expiring: Commands) -> None:
    told = expiring.json("accounts", "explain", "loyalty", "2")
    (row,) = [each for each in listed(expiring, "--until", "2099-01-01") if each["account_number"] == "2"]
    assert (told["next_to_expire"], told["next_expiry"]) == ("70", row["expires_at"])
    assert "next_expiry" not in expiring.ok("accounts", "explain", "loyalty", "1")
