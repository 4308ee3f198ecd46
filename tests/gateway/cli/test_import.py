"""Imports, run as from the shell."""

import csv
from pathlib import Path

from tests.gateway.cli.commands import Commands

CUSTOMERS = "number,surname,postcode\n"


def errors(file: str) -> list[list[str]]:
    with Path(file + ".errors.csv").open(encoding="utf-8", newline="") as told:
        return list(csv.reader(told))


def test_every_template_is_a_file_that_its_import_takes(club: Commands) -> None:
    club.ok("programmes", "close", "CLUB")
    club.ok("programmes", "add", "LOYALTY_UK", "--name", "Loyalty UK")
    for kind in ("customers", "cards", "accounts"):
        template = club.ok("import", kind, "--template")
        file = club.file(f"{kind}.csv", template)
        assert club.json("import", kind, file, "--programme", "LOYALTY_UK")["added"] == 1
    shown = club.json("customers", "show", "100", "--programme", "LOYALTY_UK")
    assert (shown["surname"], shown["cards"][0]["number"]) == ("Baldwin", "8934736829037")
    assert shown["accounts"][0]["balance"] == "1250"


def test_an_import_says_what_it_did(club: Commands) -> None:
    file = club.file("c.csv", CUSTOMERS + "101,Smith,M1 1AA\n102,Jones,\n")
    told = club.ok("import", "customers", file)
    assert told.startswith("c.csv: 2 rows in ")
    assert told.endswith(": 2 added.\n")
    assert club.ok("import", "customers", file).endswith(": 2 there already.\n")
    assert not Path(file + ".errors.csv").exists()


def test_refused_lines_are_told_and_the_others_recorded(club: Commands) -> None:
    lines = ["101,Smith,M1 1AA", ",Nobody,", "102,Jo\x01nes,", "103,Too,many,cells", "", "104,Fine,", "100,Other,"]
    file = club.file("c.csv", CUSTOMERS + "\n".join(lines) + "\n")
    result = club.run("import", "customers", file)
    assert result.exit_code == 1
    assert "4 lines were refused" in result.stdout
    told = errors(file)
    assert told[0] == ["line", "field", "reason"]
    assert [(line, field) for line, field, _ in told[1:]] == [
        ("3", "number"),
        ("4", "surname"),
        ("5", "file"),
        ("8", "number"),
    ]
    assert "U+0001" in told[2][2]
    assert club.rows("SELECT number FROM customer ORDER BY number") == [("100",), ("101",), ("104",)]


def test_a_corrected_file_is_given_again_as_a_whole(club: Commands) -> None:
    file = club.file("a.csv", "account_type,number,balance\nloyalty,1,5\nloyalty,2,x\n")
    assert club.run("import", "accounts", file).exit_code == 1
    club.file("a.csv", "account_type,number,balance\nloyalty,1,5\nloyalty,2,7\n")
    assert club.json("import", "accounts", file) == {
        "file": file,
        "rows": 2,
        "added": 1,
        "changed": 0,
        "unchanged": 1,
        "refused": 0,
        "errors": None,
    }
    assert not Path(file + ".errors.csv").exists()
    assert club.rows("SELECT balance FROM account ORDER BY number") == [(50_000,), (70_000,)]


def test_known_customers_change_only_with_update(club: Commands) -> None:
    file = club.file("c.csv", "number,email\n100,amelia@example.org\n")
    assert club.run("import", "customers", file).exit_code == 1
    assert "--update" in errors(file)[1][2]
    assert club.json("import", "customers", file, "--update")["changed"] == 1
    shown = club.json("customers", "show", "100")
    assert (shown["email"], shown["surname"]) == ("amelia@example.org", "Baldwin")


def test_groups_are_codes_with_a_space_between(club: Commands) -> None:
    assert "groups" in club.ok("import", "customers", "--template").splitlines()[0].split(",")
    assert "space between them" in club.ok("import", "customers", "--help")
    file = club.file("c.csv", "number,groups\n100, VIP  STAFF \n101,\n102,VIP;STAFF\n")
    assert club.run("import", "customers", file, "--update").exit_code == 1
    assert errors(file)[1][:2] == ["4", "groups"]
    assert [club.json("customers", "show", number)["groups"] for number in ("100", "101")] == [["STAFF", "VIP"], []]


def test_an_opening_is_a_movement_and_never_enters_twice(club: Commands) -> None:
    header = "account_type,number,customer_number,balance,credit_limit\n"
    file = club.file("a.csv", header + "credit,C-1,100,-12.40,20\nloyalty,1,100,50,\nspend,S,100,,\n")
    assert club.json("import", "accounts", file)["added"] == 3
    club.ok("accounts", "adjust", "loyalty", "1", "25", "--reason", "x")
    assert club.json("import", "accounts", file)["unchanged"] == 3
    assert club.rows("SELECT kind, reason, moved FROM movement ORDER BY moved") == [
        ("opening", "opening", -124_000),
        ("adjust", "x", 250_000),
        ("opening", "opening", 500_000),
    ]
    again = club.file("a.csv", header + "loyalty,1,100,75,\n")
    assert club.run("import", "accounts", again).exit_code == 1
    assert "began with 50" in errors(again)[1][2]


def test_a_file_that_can_not_be_taken_is_refused_as_a_whole(club: Commands) -> None:
    assert "can't be read: No such file" in club.refused("import", "customers", "nowhere.csv")
    for text, word in (
        ("", "no column number"),
        ("surname\nSmith\n", "no column number"),
        ("number,surnmae\n1,X\n", "a column 'surnmae'; the columns are: number, title"),
        ("number,number\n1,1\n", "two columns number"),
    ):
        assert word in club.refused("import", "customers", club.file("c.csv", text))
    assert "--template" in club.run("import", "customers").stderr
    assert club.rows("SELECT COUNT(*) FROM customer") == [(1,)]


def test_another_encoding_and_delimiter_are_taken(club: Commands) -> None:
    path = club.directory / "c.csv"
    path.write_bytes("number;surname\r\n101;M\u00fcller\r\n".encode("cp1252"))
    assert club.run("import", "customers", str(path)).exit_code == 1
    assert "encoding" in errors(str(path))[1][2]
    assert club.json("import", "customers", str(path), "--encoding", "cp1252")["added"] == 1
    assert club.json("customers", "show", "101")["surname"] == "M\u00fcller"
    path.write_text("\ufeffnumber\tsurname\n102\tSm\u00edth\n", encoding="utf-8")
    assert club.json("import", "customers", str(path))["added"] == 1
    path.write_text("number,surname\n103,Jones\n", encoding="utf-16")
    assert club.json("import", "customers", str(path))["added"] == 1
    assert "utf-8 or cp1252" in club.refused("import", "customers", str(path), "--encoding", "klingon")
