"""`loyalty-gateway accounts explain`."""

from tests.gateway.cli.commands import Commands


def test_a_balance_is_explained_by_its_entries(club: Commands) -> None:
    club.ok("accounts", "add", "loyalty", "1", "--balance", "100", "--customer", "100")
    club.ok("accounts", "adjust", "loyalty", "1", "-5", "--reason", "lost card")
    told = club.json("accounts", "explain", "loyalty", "1")
    assert (told["balance"], told["held"], told["available"], told["customer_number"]) == ("95", "0", "95", "100")
    assert [(entry["sequence"], entry["amount"], entry["balance"], entry["reason"]) for entry in told["entries"]] == [
        (2, "-5", "95", "lost card"),
        (1, "100", "100", "opening"),
    ]
    shown = club.ok("accounts", "explain", "loyalty", "1", "--rows", "1", "--skip", "1")
    assert "opening" in shown
    assert "lost card" not in shown
    assert club.json("accounts", "explain", "loyalty", "1", "--as-of", "2001-01-01")["balance"] == "0"
    assert "There is no account" in club.refused("accounts", "explain", "loyalty", "2")


def test_a_moment_is_taken_as_it_is_printed(club: Commands) -> None:
    club.ok("accounts", "add", "loyalty", "1", "--balance", "100")
    for amount in ("-5", "-7"):
        club.ok("accounts", "adjust", "loyalty", "1", amount, "--reason", "lost card")
    entries = club.json("accounts", "explain", "loyalty", "1")["entries"]
    for entry in entries:
        told = club.json("accounts", "explain", "loyalty", "1", "--as-of", entry["received_at"])
        assert (told["balance"], told["as_of"]) == (entry["balance"], entry["received_at"])
    assert len(entries) == 3


def test_a_moment_of_an_hour_that_comes_twice_is_told_apart_by_its_offset(club: Commands) -> None:
    club.ok("accounts", "add", "loyalty", "1", "--balance", "100")
    for text, moment in (
        ("2026-10-25T01:30:00+01:00", "2026-10-25T00:30:00Z"),
        ("2026-10-25T01:30:00+00:00", "2026-10-25T01:30:00Z"),
        ("2026-10-25 01:30", "2026-10-25T01:30:00Z"),
    ):
        assert club.json("accounts", "explain", "loyalty", "1", "--as-of", text)["as_of"] == moment
    for text in ("yesterday", "2026-02-30", "2026-10-25T25:00"):
        result = club.run("accounts", "explain", "loyalty", "1", "--as-of", text)
        assert (result.exit_code, "write it like" in result.stderr) == (2, True)
    for text in ("1969-12-31", "9999-12-31T23:59:59Z"):
        assert "hundred years" in club.refused("accounts", "explain", "loyalty", "1", "--as-of", text)
