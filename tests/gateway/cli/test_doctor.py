"""`doctor` finds what is wrong and says what to change."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from adapters.database.engine import sqlite_module
from gateway.cli.doctor import command
from gateway.doctor.finding import Verdict
from gateway.doctor.store_checks import check_file, file_system_of
from tests.services.gateway import SECRETS
from tests.services.process import free_port

Doctor = Callable[..., Result]


@pytest.fixture
def doctor(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Doctor:
    """Runs the command with these settings."""
    monkeypatch.setenv("DATA_DIRECTORY", str(tmp_path / "data"))

    def run(**settings: str) -> Result:
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        return CliRunner().invoke(command, [])

    return run


def test_a_well_gateway(doctor: Doctor, furnished_sqlite_url: str) -> None:
    outcome = doctor(DATABASE_URL=furnished_sqlite_url, **SECRETS)
    assert outcome.exit_code == 0, outcome.output
    assert "WRONG" not in outcome.output
    assert "care" not in outcome.output
    for subject in ("settings", "disk", "database", "migrations", "clock", "public address", "secrets"):
        assert f"ok     {subject}" in outcome.output


def test_a_well_gateway_on_postgresql(doctor: Doctor, migrated_postgresql_url: str) -> None:
    outcome = doctor(DATABASE_URL=migrated_postgresql_url, **SECRETS)
    assert outcome.exit_code == 0, outcome.output
    assert "PostgreSQL 1" in outcome.output


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"PAGE_SIZE": "0"}, "PAGE_SIZE: Must be"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL must be like"),
        ({"PUBLIC_URL": "https://localhost"}, "set TRUSTED_PROXIES"),
        ({"PUBLIC_URL": "http://10.0.0.1"}, "make PUBLIC_URL an https address"),
        ({"LISTEN_HOST": "0.0.0.0", "PUBLIC_URL": "https://10.0.0.1"}, "secrets must be given"),  # noqa: S104
        ({}, "Run: loyalty-gateway migrate"),
    ],
)
def test_what_is_wrong(doctor: Doctor, settings: dict[str, str], sentence: str) -> None:
    outcome = doctor(**settings)
    assert outcome.exit_code == 1
    assert sentence in outcome.output
    assert "WRONG" in outcome.output


@pytest.mark.parametrize(
    ("settings", "sentence"),
    [
        ({"LISTEN_PROT": "8080"}, "LISTEN_PROT is no setting. Did you mean LISTEN_PORT?"),
        ({"DATABSE_URL_FILE": "x"}, "Did you mean DATABASE_URL?"),
        ({"PROCESSES": "4"}, "take turns to write"),
        ({"ALLOW_INSECURE_AUTH": "true"}, "ALLOW_INSECURE_AUTH is on"),
        ({"LISTEN_HOST": "10.0.0.1", "PUBLIC_URL": "http://127.0.0.1"}, "Set PUBLIC_URL"),
    ],
)
def test_what_needs_care(doctor: Doctor, furnished_sqlite_url: str, settings: dict[str, str], sentence: str) -> None:
    outcome = doctor(DATABASE_URL=furnished_sqlite_url, **SECRETS, **settings)
    (line,) = [line for line in outcome.output.splitlines() if sentence in line]
    assert line.startswith("care")


def test_a_database_that_does_not_answer(doctor: Doctor) -> None:
    outcome = doctor(DATABASE_URL=f"postgresql://gateway:canary@127.0.0.1:{free_port()}/none")
    assert (outcome.exit_code, "does not answer" in outcome.output) == (1, True)
    assert "canary" not in outcome.output


def test_a_secret_that_others_can_read(doctor: Doctor, furnished_sqlite_url: str, tmp_path: Path) -> None:
    doctor(DATABASE_URL=furnished_sqlite_url)
    (tmp_path / "data" / "secrets" / "token_keys").chmod(0o644)
    assert "chmod 600" in doctor(DATABASE_URL=furnished_sqlite_url).output


def test_a_clock_behind_the_newest_movement(doctor: Doctor, furnished_sqlite_url: str) -> None:
    connection = sqlite_module().connect(furnished_sqlite_url.removeprefix("sqlite:///"))
    columns = [row[1] for row in connection.execute("PRAGMA table_info(movement)")]
    values = [4_102_444_800_000_000 if column == "received_at" else 1 for column in columns]
    connection.execute(f"INSERT INTO movement VALUES ({', '.join('?' * len(columns))})", values)
    connection.commit()
    connection.close()
    assert "in the future of this machine's clock" in doctor(DATABASE_URL=furnished_sqlite_url, **SECRETS).output


MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /mnt nfs4 rw 0 0
/dev/sdb1 /mnt/local\\040disk xfs rw 0 0
"""


@pytest.mark.parametrize(
    ("folder", "kind"),
    [
        ("/", "ext4"),
        ("/var/lib", "ext4"),
        ("/mnt", "nfs4"),
        ("/mnt/a/b", "nfs4"),
        ("/mnt/local disk/a", "xfs"),
        ("/mntx", "ext4"),
    ],
)
def test_the_file_system_of_a_folder(tmp_path: Path, folder: str, kind: str) -> None:
    (tmp_path / "mounts").write_text(MOUNTS)
    assert file_system_of(Path(folder), tmp_path / "mounts") == kind


def test_where_the_system_does_not_tell(tmp_path: Path) -> None:
    assert not file_system_of(tmp_path, tmp_path / "none")


def test_sqlite_on_a_network_file_system(tmp_path: Path) -> None:
    (tmp_path / "mounts").write_text(f"server:/export {tmp_path} nfs4 rw 0 0\n")
    (finding,) = check_file(tmp_path / "new" / "loyalty.sqlite3", tmp_path / "mounts")
    assert finding.verdict is Verdict.ILL
    assert "network file system (nfs4)" in finding.sentence
