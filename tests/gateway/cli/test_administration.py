"""The administration commands, run as from the shell."""

import pytest

from tests.gateway.cli.commands import Commands

EACH = ["programmes", "sites", "customers", "accounts", "cards"]


@pytest.mark.parametrize("group", EACH)
@pytest.mark.parametrize("verb", ["add", "show", "block", "unblock", "close"])
def test_each_kind_of_record_has_the_same_verbs(commands: Commands, group: str, verb: str) -> None:
    assert "Example" in commands.ok(group, verb, "--help")


def test_a_programme_is_built_up_by_commands(commands: Commands) -> None:
    assert "programmes add" in commands.refused("customers", "show", "1")
    told = commands.ok(
        "programmes", "add", "CLUB", "--name", "Club", "--points-precision", "2", "--late-overspend", "cap"
    )
    assert told == "Added programme CLUB. Next: sites add, credentials create.\n"
    commands.ok("sites", "add", "0001", "--name", "High Street")
    shown = commands.json("programmes", "show", "CLUB")
    assert (shown["points_precision"], shown["late_overspend"], shown["status"]) == (2, "cap", "ACTIVE")
    assert shown["sites"] == [{"code": "0001", "name": "High Street", "time_zone": "Europe/London", "status": "ACTIVE"}]
    assert commands.json("programmes", "show")[0]["name"] == "Club"
    assert commands.ok("sites", "show").splitlines()[1].split() == ["0001", "High", "Street", "Europe/London", "ACTIVE"]
    assert "GBP or EUR" in commands.refused("programmes", "add", "X", "--name", "X", "--currency", "GPB")


def test_a_customer_is_added_shown_changed_and_refused(club: Commands) -> None:
    assert "already" in club.ok("customers", "add", "100", "--forename", "Amelia", "--surname", "Baldwin")
    assert "other values in: surname" in club.refused(
        "customers", "add", "100", "--forename", "Amelia", "--surname", "X"
    )
    club.ok("customers", "change", "100", "--postcode", "M1 1AA", "--forename", "")
    shown = club.json("customers", "show", "100")
    assert (shown["surname"], shown["forename"], shown["postcode"]) == ("Baldwin", "", "M1 1AA")
    assert "Say what to change" in club.refused("customers", "change", "100")
    assert "no customer '999' in programme CLUB" in club.refused("customers", "show", "999")


def test_a_customer_is_in_groups(club: Commands) -> None:
    club.ok("customers", "add", "101", "--surname", "Smith", "--group", "VIP", "--group", "STAFF")
    assert "groups   STAFF VIP\n" in club.ok("customers", "show", "101")
    assert club.json("customers", "show", "101")["groups"] == ["STAFF", "VIP"]
    club.ok("customers", "change", "101", "--forename", "Ann")
    assert club.json("customers", "show", "101")["groups"] == ["STAFF", "VIP"]
    assert "Changed groups of" in club.ok("customers", "change", "101", "--group", "VIP")
    assert club.json("customers", "change", "101", "--group", "")["groups"] == []
    assert "without spaces" in club.refused("customers", "change", "101", "--group", "V I P")


def test_an_account_is_opened_adjusted_blocked_and_closed(club: Commands) -> None:
    told = club.ok("accounts", "add", "deposit", "D-1", "--customer", "100", "--balance", "12.40", "--currency", "EUR")
    assert told == "Opened account customerDepositAccount D-1, balance 12.40.\n"
    assert "already" in club.ok(
        "accounts", "add", "deposit", "D-1", "--customer", "100", "--balance", "12.40", "--currency", "eur"
    )
    assert "balance of 12.40:" in club.refused("accounts", "close", "deposit", "D-1")
    for _ in range(2):
        done = club.json("accounts", "adjust", "deposit", "D-1", "-12.40", "--reason", "paid out", "--key", "7")
        assert done["balance"] == "0.00"
    assert "is BLOCKED" in club.ok("accounts", "block", "customerDepositAccount", "D-1")
    assert "blocked" in club.refused("accounts", "adjust", "deposit", "D-1", "1", "--reason", "x")
    assert "is ACTIVE" in club.ok("accounts", "unblock", "deposit", "D-1")
    assert "is CLOSED" in club.ok("accounts", "close", "deposit", "D-1")
    assert "final" in club.refused("accounts", "unblock", "deposit", "D-1")
    assert club.rows("SELECT kind, moved FROM movement ORDER BY id") == [("opening", 124_000), ("adjust", -124_000)]


def test_terms_of_an_account_change(club: Commands) -> None:
    club.ok("accounts", "add", "loyalty", "1", "--tier", "SILVER", "--balance", "5")
    club.ok("accounts", "change", "loyalty", "1", "--tier", "GOLD", "--credit-limit", "10")
    shown = club.json("accounts", "show", "loyalty", "1")
    assert (shown["tier"], shown["available"], shown["balance"], shown["description"]) == (
        "GOLD",
        "15",
        "5",
        "Customer Loyalty Account",
    )


@pytest.mark.parametrize("amount", ["0.5", "1e2", "five", "-"])
def test_an_adjustment_that_the_account_can_not_have_is_refused(club: Commands, amount: str) -> None:
    club.ok("accounts", "add", "loyalty", "1", "--balance", "5")
    assert "amount" in club.refused("accounts", "adjust", "loyalty", "1", amount, "--reason", "x")
    assert len(club.rows("SELECT id FROM movement")) == 1


def test_no_points_are_reinstated_that_have_not_expired(club: Commands) -> None:
    club.ok("accounts", "add", "loyalty", "1", "--balance", "5")
    assert "more than has expired" in club.refused("accounts", "reinstate", "1", "5", "--reason", "x")
    assert "above zero" in club.refused("accounts", "reinstate", "1", "-5", "--reason", "x")
    assert "no account" in club.refused("accounts", "reinstate", "2", "5", "--reason", "x")
    assert len(club.rows("SELECT id FROM movement")) == 1


def test_a_customer_blocks_and_closes_with_what_is_theirs(club: Commands) -> None:
    club.ok("accounts", "add", "loyalty", "1", "--customer", "100")
    club.ok("cards", "add", "8934 7368 29037", "--customer", "100")
    club.ok("customers", "block", "100")
    assert club.json("accounts", "show", "loyalty", "1")["status"] == "BLOCKED"
    assert "stay as they are (1)" in club.ok("customers", "unblock", "100")
    assert "not closed: 1" in club.refused("customers", "close", "100")
    club.ok("accounts", "close", "loyalty", "1")
    club.ok("customers", "close", "100")
    shown = club.json("cards", "show", "8934736829037")
    assert (shown["status"], len(shown["hashed_number"])) == ("CLOSED", 64)
    club.ok("programmes", "close", "CLUB")


def test_a_card_is_blocked_and_unblocked(club: Commands) -> None:
    club.ok("cards", "add", "8934736829037", "--customer", "100")
    assert club.ok("cards", "block", "8934-7368-29037") == "Card 8934-7368-29037 is BLOCKED.\n"
    assert club.json("cards", "unblock", "8934736829037")["status"] == "ACTIVE"
    assert "4 to 40 digits" in club.refused("cards", "add", "89x", "--customer", "100")


def test_several_programmes_must_be_told_apart(club: Commands) -> None:
    club.ok("programmes", "add", "OTHER", "--name", "Other")
    assert "--programme: CLUB, OTHER" in club.refused("customers", "show", "100")
    assert "no customer" in club.refused("customers", "show", "100", "--programme", "OTHER")
    assert club.json("customers", "show", "100", "--programme", "CLUB")["surname"] == "Baldwin"


def test_nothing_is_made_where_there_is_no_database(commands: Commands) -> None:
    elsewhere = commands.directory / "none" / "nothing.sqlite3"
    commands.database_url = f"sqlite:///{elsewhere}"
    assert "loyalty-gateway migrate" in commands.refused("programmes", "show")
    assert not elsewhere.parent.exists()
