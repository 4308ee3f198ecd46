"""The made-up population: always the same, proven by `verify`, found by searches, and kept out of other databases."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from stdnum import luhn

from adapters.database.bulk_copy import TableRows
from adapters.database.first_load import FirstLoad
from adapters.database.household_rows import TABLES
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.population import FirstIds
from domain.customers.postcodes import postcode_key
from domain.programmes.programme import Programme
from gateway.demo.population.make import make_household, make_rows
from gateway.demo.population.names import surname
from gateway.demo.population.places import place
from gateway.demo.population.plan import PART_CUSTOMERS, Plan
from tests.gateway.cli.commands import Commands, commands_on

CLUB = Programme(1, "CLUB", "Club")
UNTIL = datetime(2026, 1, 1, tzinfo=UTC)
CUSTOMERS = 1_200


def plan(customers: int = 50, seed: int = 1, mean: float = 2) -> Plan:
    return Plan(CLUB, 7, FirstIds(100, 200, 300, 400), customers, mean, seed, UNTIL)


class TestMaking:
    def test_the_same_plan_makes_the_same_rows_and_another_seed_makes_others(self) -> None:
        assert make_rows(plan(), 0) == make_rows(plan(), 0)
        assert make_rows(plan(), 0) != make_rows(plan(seed=2), 0)

    def test_parts_follow_each_other_without_a_gap_or_a_shared_id(self) -> None:
        whole = plan(PART_CUSTOMERS + 5, mean=0.5)
        first, second = make_household(whole, 0), make_household(whole, 1)
        assert (len(first.people), len(second.people), whole.parts) == (PART_CUSTOMERS, 5, 2)
        assert second.people[0].id == first.people[-1].id + 1
        assert second.changes.movements[0].id > first.changes.movements[-1].id
        assert min(each.account.id for each in second.accounts) > max(each.account.id for each in first.accounts)

    def test_everybody_has_cards_and_accounts_and_most_have_moved_within_the_year(self) -> None:
        household = make_household(plan(400), 0)
        assert len(household.cards) > 1.3 * len(household.people)
        assert len(household.accounts) > 1.6 * len(household.people)
        assert all(luhn.is_valid(each.card.number) for each in household.cards)
        movements = household.changes.movements
        assert {movement.received_at.year for movement in movements} == {2025}
        assert {"earn", "redeem", "reversal"} <= {movement.kind.value for movement in movements}
        assert 1.4 < len(movements) / len(household.accounts) < 2.6
        of_an_account = Counter(movement.account_id for movement in movements)
        assert max(of_an_account.values()) > 4 * 2

    def test_names_are_as_uneven_as_in_a_country(self) -> None:
        random = Random(1)  # noqa: S311 - makes names up
        names = Counter(surname(random) for _ in range(20_000))
        (commonest, count), *_ = names.most_common()
        assert commonest == "Smith"
        assert 100 < count < 1_000
        assert sum(1 for each in names.values() if each == 1) > 500

    def test_every_postcode_is_one_that_the_search_knows(self) -> None:
        random = Random(1)  # noqa: S311 - makes names up
        postcodes = [place(random).postcode for _ in range(5_000)]
        assert all(postcode_key(each, "GB") for each in postcodes)
        areas = Counter(re.match("[A-Z]+", each)[0] for each in postcodes)  # type: ignore[index]
        assert areas["BT"] > 4 * areas["HR"]

    def test_a_part_that_outgrew_its_ids_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(Plan, "movement_ids", 3)
        with pytest.raises(RuntimeError, match="more movements than ids"):
            make_rows(plan(), 0)


class TestLoading:
    @pytest.fixture
    def commands(self, database_url: str, tmp_path: Path) -> Iterator[Commands]:
        with commands_on(database_url, tmp_path) as made:
            yield made

    def test_it_is_put_into_the_demo_and_the_books_are_right(self, commands: Commands) -> None:
        before = indexes(commands)
        told = commands.ok("demo", "--customers", str(CUSTOMERS), "--movements-per-account", "0.7")
        assert "1,200 customers are in place" in told
        assert commands.rows("SELECT COUNT(*) FROM customer WHERE number > '5'") == [(CUSTOMERS,)]
        assert "The books are right" in commands.ok("verify")
        assert indexes(commands) == before
        found = commands.ok("customers", "show", "500000001")
        assert "500000001" in found

    def test_what_is_written_after_it_gets_ids_of_its_own(self, commands: Commands) -> None:
        commands.ok("demo", "population", "--customers", "20", "--processes", "1")
        commands.ok("customers", "add", "7", "--surname", "New")
        commands.ok("accounts", "adjust", "customerLoyaltyAccount", "5000000010", "5", "--reason", "kindness")
        assert "The books are right" in commands.ok("verify")

    def test_a_second_population_is_refused(self, commands: Commands) -> None:
        commands.ok("demo", "--customers", "5", "--processes", "1")
        assert "a population already" in commands.refused("demo", "--customers", "5")

    def test_a_database_in_use_is_refused(self, commands: Commands) -> None:
        commands.ok("programmes", "add", "CLUB", "--name", "Club")
        assert "programmes of its own" in commands.refused("demo", "--customers", "5")
        assert commands.rows("SELECT COUNT(*) FROM customer") == [(0,)]


def indexes(commands: Commands) -> list[tuple[Any, ...]]:
    """Every index and constraint of the tables that are loaded, as the database has it."""
    names = ", ".join(f"'{table}'" for table in TABLES)
    if "sqlite" in commands.database_url:
        return commands.rows(f"SELECT name, sql FROM sqlite_master WHERE tbl_name IN ({names}) ORDER BY name, sql")
    found = commands.rows(f"SELECT indexdef FROM pg_indexes WHERE tablename IN ({names}) ORDER BY indexname")
    constraints = "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint ORDER BY 1, 2"
    return [*found, *commands.rows(constraints)]


def test_a_load_that_stops_leaves_postgresql_as_it_was(migrated_postgresql_url: str, tmp_path: Path) -> None:
    with commands_on(migrated_postgresql_url, tmp_path) as commands:
        commands.ok("demo", "prepare")
        before = indexes(commands), commands.rows("SELECT COUNT(*) FROM movement")
        load = FirstLoad(commands.store, UnitOfWork(commands.store))
        programme = DatabaseProgrammes(Reader(commands.store)).by_code("LOYALTY_UK")
        assert programme
        whole = Plan(programme, 1, load.first_ids(), 50, 2, 1, UNTIL)

        def stopping() -> Iterator[Sequence[TableRows]]:
            yield make_rows(whole, 0)
            raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            load.load(stopping(), lambda _: None)
        assert (indexes(commands), commands.rows("SELECT COUNT(*) FROM movement")) == before
        load.load(iter([make_rows(whole, 0)]), lambda _: None)
        assert indexes(commands) == before[0]
        assert "The books are right" in commands.ok("verify")
