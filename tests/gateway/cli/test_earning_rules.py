"""`programmes rules set` and `show`, run as from the shell."""

import json

from tests.gateway.cli.commands import Commands

RULES = {"earn": [{"name": "base", "points": "1", "perAmount": "1"}], "rounding": "down", "escrowDays": 30}


def test_rules_are_set_and_shown_as_they_were_written(club: Commands) -> None:
    assert club.ok("programmes", "rules", "show") == ""
    told = club.ok("programmes", "rules", "set", club.file("rules.json", json.dumps(RULES)), "--from", "2026-01-01")
    assert told == "Set rules 1 of CLUB, valid from 2026-01-01T00:00:00+00:00.\n"
    assert json.loads(club.ok("programmes", "rules", "show", "1")) == RULES
    later = club.file("later.json", json.dumps({**RULES, "escrowDays": 14}))
    assert club.json("programmes", "rules", "set", later, "--from", "2099-07-01T12:30")["valid_from"].startswith(
        "2099-07-01T11:30"
    )
    listed = club.json("programmes", "rules", "show")
    assert [(each["version"], each["rules"]) for each in listed] == [(2, "base"), (1, "base")]


def test_what_can_not_be_kept_is_refused_and_named(club: Commands) -> None:
    path = club.file("rules.json", json.dumps({**RULES, "escrowDays": -1}))
    assert "escrowDays is not a whole number" in club.refused("programmes", "rules", "set", path)
    good = club.file("good.json", json.dumps(RULES))
    club.ok("programmes", "rules", "set", good)
    assert "keep their rules" in club.refused("programmes", "rules", "set", good, "--from", "2020-01-01")
    assert "there are: 1" in club.refused("programmes", "rules", "show", "7")
