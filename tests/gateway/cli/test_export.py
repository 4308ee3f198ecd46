"""Exports give out what imports take in."""

import csv
import io
from pathlib import Path

import pytest

from adapters.database import whole_tables
from tests.gateway.cli.commands import Commands, commands_on

DEMO = Path(__file__).resolve().parents[3] / "gateway" / "demo"
KINDS = ("customers", "cards", "accounts")


@pytest.fixture
def full(commands: Commands, monkeypatch: pytest.MonkeyPatch) -> Commands:
    """A programme with everything in it that the demo has; pages are short, so that there are several."""
    monkeypatch.setattr(whole_tables, "PAGE_ROWS", 7)
    commands.ok("programmes", "add", "FULL", "--name", "Full")
    for kind in KINDS:
        commands.ok("import", kind, take(commands, f"{kind}.csv"))
    return commands


def take(commands: Commands, name: str) -> str:
    return commands.file(name, (DEMO / name).read_text(encoding="utf-8"))


def test_an_export_taken_in_elsewhere_exports_the_same(full: Commands) -> None:
    full.ok("programmes", "add", "COPY", "--name", "Copy")
    for kind in KINDS:
        given = full.ok("export", kind, "--programme", "FULL")
        report = full.json("import", kind, full.file(f"given-{kind}.csv", given), "--programme", "COPY")
        assert (report["refused"], report["added"]) == (0, len(given.splitlines()) - 1)
        assert full.ok("export", kind, "--programme", "COPY") == given
    assert (
        full.rows("SELECT SUM(balance) FROM account GROUP BY programme_id, account_type ORDER BY 1")[::2]
        == (full.rows("SELECT SUM(balance) FROM account GROUP BY programme_id, account_type ORDER BY 1")[1::2])
    )


def test_the_given_files_come_out_as_they_went_in(full: Commands) -> None:
    for kind in ("customers", "cards"):
        given = (DEMO / f"{kind}.csv").read_text(encoding="utf-8").splitlines()
        header, *rows = full.ok("export", kind).splitlines()
        assert [header, *sorted(rows)] == [given[0], *sorted(given[1:])]


def test_movements_are_given_out_with_their_accounts(full: Commands) -> None:
    full.ok("accounts", "adjust", "credit", "C-2001", "-1.05", "--reason", "a \u201creason\u201d, with comma")
    rows = list(csv.DictReader(io.StringIO(full.ok("export", "movements"))))
    assert len(rows) == full.rows("SELECT COUNT(*) FROM movement")[0][0]
    last = rows[-1]
    assert [last[name] for name in ("account_type", "account_number", "customer_number", "kind", "moved")] == [
        "customerCreditAccount",
        "C-2001",
        "100",
        "adjust",
        "-1.05",
    ]
    assert (last["balance_after"], last["available_after"]) == ("-36.25", "163.75")
    assert last["reason"] == "a \u201creason\u201d, with comma"
    assert full.ok("export", "movements", "--since", "2999-01-01").splitlines() == [",".join(last)]
    assert full.ok("export", "movements", "--until", "2001-01-01").splitlines() == [",".join(last)]


def test_a_file_appears_whole_and_is_not_overwritten(full: Commands) -> None:
    file = full.directory / "out.csv"
    assert "51 rows" in full.ok("export", "customers", str(file))
    assert oct(file.stat().st_mode & 0o777) == "0o600"
    assert "--replace" in full.refused("export", "customers", str(file))
    file.write_text("old")
    full.ok("export", "customers", str(file), "--replace")
    assert file.read_text(encoding="utf-8") == full.ok("export", "customers")
    assert [path.name for path in full.directory.glob("*.part")] == []
    assert "can't be written" in full.refused("export", "cards", str(full.directory / "none" / "out.csv"))


def test_postgresql_gives_out_the_same(migrated_postgresql_url: str, full: Commands, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    with commands_on(migrated_postgresql_url, tmp_path / "other") as other:
        other.ok("programmes", "add", "FULL", "--name", "Full")
        for kind in KINDS:
            other.ok("import", kind, take(other, f"{kind}.csv"))
            assert other.ok("export", kind) == full.ok("export", kind)
        moved = "movement,account_type,account_number,customer_number,kind,phase,moved,balance_after"
        assert other.ok("export", "movements").startswith(moved)
