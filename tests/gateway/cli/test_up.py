"""`up`: the demo, ready to call; a second run keeps its data."""

import json
import re
import shlex
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from click.testing import CliRunner

from gateway.cli.up import command
from gateway.start_refused import StartRefused
from tests.services.gateway import ServedGateway


@contextmanager
def up(directory: Path) -> Iterator[ServedGateway]:
    """`loyalty-gateway up` on a free port, with this data directory and nothing else set."""
    gateway = ServedGateway("", {"DATA_DIRECTORY": str(directory)}, command="up", secrets={})
    try:
        yield gateway
    finally:
        gateway.remove()


def calls_in(text: str) -> list[list[str]]:
    """The curl commands that are printed, as a shell would read them."""
    commands = re.findall(r"^ +(curl (?:.*\\\n)*.*)$", text, re.MULTILINE)
    return [shlex.split(each.replace("\\\n", " ")) for each in commands]


def test_the_demo_is_ready_to_call_and_a_second_run_keeps_its_data(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with up(data) as gateway:
        calls = calls_in(gateway.log)
        assert len(calls) == 4
        replies = [
            subprocess.run([*call, "-sS", "--fail"], capture_output=True, text=True, check=True) for call in calls
        ]
        for reply in replies[:2]:
            assert "Success" in reply.stdout
            assert "420" in reply.stdout
        (ticket,) = json.loads(replies[2].stdout)["results"]
        assert (ticket["outcome"], ticket["earned"]) == ({"name": "Success"}, 24)
        assert "24 points: 1 per 1.00 GBP on 24.99 GBP, rounded down" in replies[2].stdout
        user = json.loads(replies[3].stdout)["user"]
        assert (user["tier"], user["tier_points"], user["available_points"]) == ("Base", 0, 420)
        balances = user["point_account_balances"]["details"]
        assert [each["available_balance"] for each in balances] == [420, 24, 0, 24]
        assert f"{gateway.url}/axis2/services/CustomerService?wsdl" in gateway.log
        assert "Demo data is in" in gateway.log
        first_secrets = {file.name: file.read_text() for file in (data / "secrets").iterdir()}
    with up(data) as gateway:
        assert "Demo data is in" not in gateway.log
        rest, *_ = calls_in(gateway.log)
        assert "420" in subprocess.run([*rest, "-sS"], capture_output=True, text=True, check=True).stdout
    assert {file.name: file.read_text() for file in (data / "secrets").iterdir()} == first_secrets


def test_the_demo_stays_on_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DATA_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("PUBLIC_URL", "https://loyalty.example.com")
    outcome = CliRunner().invoke(command, [])
    assert isinstance(outcome.exception, StartRefused)
    assert not list(tmp_path.iterdir())
