"""`loyalty-gateway accounts merge`, run as from the shell."""

from tests.gateway.cli.commands import Commands


def test_an_account_is_merged_shown_and_proven(club: Commands) -> None:
    for number, balance in (("887", "50"), ("901", "7")):
        club.ok("accounts", "add", "loyalty", number, "--customer", "100", "--balance", balance)
    told = club.ok("accounts", "merge", "loyalty", "887", "901", "--reason", "registered twice")
    assert told == "Merged: account customerLoyaltyAccount 887 into 901, which took 50 and had 57 then.\n"
    again = club.json("accounts", "merge", "loyalty", "887", "901", "--reason", "again")
    assert (again["replayed"], again["moved"], again["balance"]) == (True, "50", "57")
    gone, stays = (club.json("accounts", "show", "loyalty", number) for number in ("887", "901"))
    assert (gone["status"], gone["balance"], gone["merged_into"], gone["merged_from"]) == ("CLOSED", "0", "901", [])
    assert (stays["status"], stays["balance"], stays["merged_into"], stays["merged_from"]) == (
        "ACTIVE",
        "57",
        "",
        ["887"],
    )
    assert "merged_from" not in club.ok("accounts", "show", "loyalty", "887")
    assert "merged_into         901\n" in club.ok("accounts", "show", "loyalty", "887")
    lines = club.json("accounts", "explain", "loyalty", "901")["entries"]
    assert "registered twice" in str(lines)
    club.ok("verify")


def test_what_is_not_to_be_merged_is_refused(club: Commands) -> None:
    club.ok("accounts", "add", "loyalty", "887", "--balance", "50")
    club.ok("accounts", "add", "loyalty", "901")
    club.ok("accounts", "add", "loyalty", "902")
    merge = ("accounts", "merge", "loyalty")
    assert "There is no account customerLoyaltyAccount 7" in club.refused(*merge, "887", "7", "--reason", "x")
    assert "reason is empty" in club.refused(*merge, "887", "901", "--reason", " ")
    assert "the same account" in club.refused(*merge, "887", "887", "--reason", "x")
    club.ok("accounts", "block", "loyalty", "901")
    assert "is blocked: unblock it first" in club.refused(*merge, "887", "901", "--reason", "x")
    club.ok("accounts", "unblock", "loyalty", "901")
    club.ok(*merge, "887", "901", "--reason", "x")
    assert "was merged into" in club.refused(*merge, "887", "902", "--reason", "x")
    assert "901" in club.refused(*merge, "887", "902", "--reason", "x")
    assert club.rows("SELECT COUNT(*) FROM movement WHERE kind = 'merge'") == [(2,)]
    assert "Example" in club.ok(*merge, "--help")


def test_adjusting_by_the_old_number_moves_the_account_that_stays(club: Commands) -> None:
    club.ok("accounts", "add", "deposit", "D-1", "--balance", "12.40")
    club.ok("accounts", "add", "deposit", "D-2")
    first = club.json("accounts", "adjust", "deposit", "D-1", "1.00", "--reason", "kind", "--key", "1")
    club.ok("accounts", "merge", "deposit", "D-1", "D-2", "--reason", "x")
    again = club.json("accounts", "adjust", "deposit", "D-1", "1.00", "--reason", "kind", "--key", "1")
    assert (again["replayed"], again["movement"]) == (True, first["movement"])
    assert (
        club.json("accounts", "adjust", "deposit", "D-1", "2.00", "--reason", "kind", "--key", "2")["balance"]
        == "15.40"
    )
    assert club.json("accounts", "show", "deposit", "D-2")["balance"] == "15.40"
