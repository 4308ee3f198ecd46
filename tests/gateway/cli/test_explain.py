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
