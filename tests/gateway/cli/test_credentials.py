"""`loyalty-gateway credentials`, over both databases."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result

from domain.errors import Unauthenticated
from domain.identity.presented import PasswordCredentials
from gateway.cli._loader import CommandFolder
from gateway.cli._opened import opened_gateway
from gateway.secrets import new_secret, with_secrets
from gateway.settings import read_settings
from gateway.start_refused import StartRefused
from gateway.wiring import build_core
from tests.adapters.database.identity_rows import store_with_programmes

Run = Callable[..., Result]
CHOSEN = "a secret that someone chose"


@pytest.fixture
def run(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs a command on a database with programmes."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("DATA_DIRECTORY", str(tmp_path / "data"))
    monkeypatch.setenv("CREDENTIAL_MEMORY_SECONDS", "0")
    program: click.Command = CommandFolder("gateway.cli", name="loyalty-gateway")

    def run_command(*arguments: str, typed: str = "") -> Result:
        return CliRunner().invoke(program, ["credentials", *arguments], input=typed)

    with store_with_programmes(database_url):
        yield run_command


def opens(name: str, secret: str) -> bool:
    with opened_gateway() as gateway:
        try:
            gateway.core.authenticate(PasswordCredentials(name, secret, is_secure=True))
        except Unauthenticated:
            return False
    return True


def made(result: Result) -> str:
    """The secret, which is alone on the output."""
    assert result.exit_code == 0, result.output
    (line,) = result.stdout.splitlines()
    assert line not in result.stderr
    return line


def test_a_made_credential_opens_and_its_secret_is_alone_on_the_output(run: Run) -> None:
    secret = made(run("create", "till-7", "--programme", "CLUB"))
    assert opens("till-7", secret)


def test_the_programme_is_named_where_there_are_several(run: Run) -> None:
    result = run("create", "till-7")
    assert result.exit_code == 1
    assert "CLUB, OTHER" in result.output


def test_a_chosen_secret_comes_by_the_input_and_is_not_shown(run: Run) -> None:
    result = run("create", "till-7", "--programme", "CLUB", "--chosen", typed=f"{CHOSEN}\n")
    assert result.exit_code == 0
    assert CHOSEN not in result.output
    assert opens("till-7", CHOSEN)


def test_an_empty_chosen_secret_is_refused(run: Run) -> None:
    assert run("create", "till-7", "--programme", "CLUB", "--chosen").exit_code == 2


def test_rotating_keeps_the_old_secret_for_its_grace(run: Run) -> None:
    old = made(run("create", "till-7", "--programme", "CLUB"))
    new = made(run("rotate", "till-7"))
    assert opens("till-7", old)
    assert opens("till-7", new)


def test_rotating_a_lost_secret_ends_it_now(run: Run) -> None:
    old = made(run("create", "till-7", "--programme", "CLUB"))
    result = run("rotate", "till-7", "--grace-days", "0")
    assert "opens no more" in result.stderr
    assert not opens("till-7", old)
    assert opens("till-7", made(result))


def test_a_revoked_credential_opens_nothing(run: Run) -> None:
    secret = made(run("create", "till-7", "--programme", "CLUB"))
    assert run("revoke", "till-7").output == "Revoked till-7.\n"
    assert not opens("till-7", secret)


def test_the_list_shows_everything_but_secrets(run: Run) -> None:
    secrets = [
        made(run("create", "till-7", "--programme", "CLUB", "--site", "0001", "--operation", "enquire-balance")),
        made(run("create", "till-8", "--programme", "OTHER", "--digest")),
        made(run("rotate", "till-8")),
    ]
    run("revoke", "till-7")
    listed = run("list").stdout
    assert not [secret for secret in secrets if secret in listed]
    as_json = run("list", "--json").stdout
    assert not [secret for secret in secrets if secret in as_json]
    first, second = json.loads(as_json)
    assert (first["name"], first["programme"], first["sites"]) == ("till-7", "CLUB", "0001")
    assert (first["operations"], first["status"]) == ("enquire-balance", "REVOKED")
    assert (second["digest"], second["status"], second["sites"]) == (True, "ACTIVE", "all")
    assert second["old_secret_until"]
    assert run("list", "--programme", "CLUB").stdout.count("till-") == 1


def test_the_encryption_key_can_be_changed(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    old, new = new_secret(), new_secret()
    monkeypatch.setenv("ENCRYPTION_KEYS", old)
    run("create", "till-7", "--programme", "CLUB", "--digest")
    monkeypatch.setenv("ENCRYPTION_KEYS", f"{new},{old}")
    assert run("reseal").output == "Encrypted 1 secrets anew.\n"
    monkeypatch.setenv("ENCRYPTION_KEYS", new)
    assert run("reseal").output == "Encrypted 1 secrets anew.\n"
    monkeypatch.setenv("ENCRYPTION_KEYS", old)
    refused = run("reseal")
    assert refused.exit_code == 1
    assert "till-7" in refused.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("create", "till-7", "--programme", "NOWHERE"), "no programme 'NOWHERE'"),
        (("create", "till 7", "--programme", "CLUB"), "without spaces"),
        (("create", "till-7", "--programme", "CLUB", "--site", "9999"), "no site '9999'"),
        (("rotate", "till-7"), "no credential 'till-7'"),
        (("revoke", "till-7"), "no credential 'till-7'"),
        (("list", "--programme", "NOWHERE"), "no programme 'NOWHERE'"),
    ],
)
def test_what_can_not_be_is_said_in_a_sentence(run: Run, arguments: tuple[str, ...], said: str) -> None:
    result = run(*arguments)
    assert result.exit_code == 1
    assert result.output.startswith("Error: ")
    assert said in result.output


def test_demo_credentials_can_be_revoked_where_they_are_refused(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Off loopback nothing serves such a database, but the command that mends it works."""
    made(run("create", "till-7", "--programme", "CLUB"))
    with opened_gateway() as gateway, gateway.unit_of_work.transaction() as connection:
        connection.exec_driver_sql("UPDATE credential SET is_demo = true")
    settings = with_secrets(read_settings())
    build_core(settings).close()
    for name, value in (("LISTEN_HOST", "192.0.2.1"), ("PUBLIC_URL", "https://loyalty.example.com")):
        monkeypatch.setenv(name, value)
    for name in ("SECRET_PEPPERS", "ENCRYPTION_KEYS", "TOKEN_KEYS", "PAGE_TOKEN_KEY"):
        monkeypatch.setenv(name, new_secret())
    with pytest.raises(StartRefused, match="demo credentials"):
        build_core(with_secrets(read_settings()))
    assert run("revoke", "till-7").exit_code == 0
    build_core(with_secrets(read_settings())).close()
