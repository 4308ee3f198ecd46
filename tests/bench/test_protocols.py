"""The comparison with peers, and what it says where something is missing."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from bench.load import wrk
from bench.load.peer_cases import NODE as NODE_CASE
from bench.load.wrk import Load
from bench.protocols import command as protocols_command
from bench.protocols.alone import DatabaseAlone, database_alone
from bench.protocols.command import command
from bench.protocols.comparisons import alone_line, ratios_table
from bench.protocols.programs import NODE, PHP, WRK, Program
from bench.run import Figures, Run
from bench.servers import command as servers_command
from bench.servers.candidates import candidates
from bench.statistics import Quantiles
from bench.updates.race import Measured
from bench.wrong import Wrong
from tests.bench.test_table import cells_of


def load(per_second: float, cpu_us: float = 100) -> Load:
    return Load(per_second=per_second, p50=1.0, p99=4.0, slowest=9.0, answered=10, reply_bytes=9.0, cpu_us=cpu_us)


ALONE = [Measured(1000.0, 50.0, Quantiles(0.5, 2.0), 3.0, written=10, seconds=[], by_thread=[])] * 2


def test_ours_stands_over_each_peer_that_was_measured() -> None:
    rounds = {NODE_CASE: [load(400, 50), load(200, 50)], "SOAP enquiry": [load(300), load(100)]}
    _, _, *rows = cells_of(ratios_table({**rounds, "SOAP update": [load(500), load(500)]}, ALONE))
    assert rows == [
        [f"SOAP enquiry / {NODE_CASE}", "0.62 (0.50-0.75)", "0.50 (0.50-0.50)", "0.6, better 1"],
        ["SOAP update / the database alone", "0.50 (0.50-0.50)", "0.50 (0.50-0.50)", "0.5"],
        ["SOAP enquiry: p99 / p50", "4.00 (4.00-4.00)", "", "below 10"],
    ]
    assert "1,000 per second, p50 0.50 ms, 50 us" in alone_line(ALONE)


def test_every_update_of_the_loop_must_be_in_its_books(tmp_path: Path) -> None:
    def measured() -> DatabaseAlone:
        with database_alone(tmp_path, 0.1) as alone:
            alone.measure()
            alone.check()
            alone.rounds.append(replace(alone.rounds[0], written=1))
            return alone

    with pytest.raises(Wrong, match="wrote"):
        measured()


@pytest.fixture
def measured(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What the command would have measured, in place of measuring it."""
    seen: list[Any] = []

    def run_all(run: Run, peers: Any) -> Figures:
        seen.append((run, list(peers)))
        raise Wrong("Nothing was measured.")

    monkeypatch.setattr(protocols_command, "run_all", run_all)
    monkeypatch.setattr(protocols_command, "install_node_packages", lambda: None)
    return seen


def without(monkeypatch: pytest.MonkeyPatch, *names: str) -> None:
    """As if these programs were not installed, and all others were."""

    def changed(program: Program) -> Program:
        return replace(program, is_installed=lambda: program.name not in names)

    monkeypatch.setattr(protocols_command, "WRK", changed(WRK))
    monkeypatch.setattr(protocols_command, "PEERS", (changed(NODE), changed(PHP)))


def test_a_peer_that_is_missing_is_left_out_and_named(monkeypatch: pytest.MonkeyPatch, measured: list[Any]) -> None:
    without(monkeypatch, PHP.name)
    outcome = CliRunner().invoke(command, [])
    assert f"PHP SoapServer is left out, as it is not installed: {PHP.how_to}, or add --install." in outcome.output
    assert "Nothing was measured. No figure is printed." in outcome.output
    ((_, peers),) = measured
    assert [each.name for each in peers] == [NODE.name]


def test_without_wrk_nothing_is_measured(monkeypatch: pytest.MonkeyPatch, measured: list[Any]) -> None:
    without(monkeypatch, WRK.name)
    assert "apt-get install wrk, or add --install" in CliRunner().invoke(command, []).output
    assert not measured


def test_only_root_installs(monkeypatch: pytest.MonkeyPatch, measured: list[Any]) -> None:
    without(monkeypatch, WRK.name, PHP.name)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert f"sudo apt-get install wrk {PHP.packages}" in CliRunner().invoke(command, ["--install"]).output
    assert not measured


def test_the_products_own_server_is_the_yardstick_of_the_others() -> None:
    names = [each.name for each in candidates(2, (32, 1))]
    assert names[:3] == ["Granian, 32 threads", "gunicorn gthread, 32 threads", "uWSGI, 32 threads"]
    assert names[3:] == ["Granian, 1 thread", "gunicorn gthread, 1 thread", "uWSGI, 1 thread"]


def test_without_the_other_servers_the_command_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrk, "is_installed", lambda: True)
    monkeypatch.setattr(servers_command, "are_installed", lambda: False)
    assert "make env GROUP=bench" in CliRunner().invoke(servers_command.command, []).output
