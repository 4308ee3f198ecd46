"""A wrong answer makes the measurement fail: a fast error is no figure."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from click.testing import CliRunner
from sqlalchemy import text

from bench import command as bench_command
from bench import run as bench_run
from bench.books import check_books
from bench.command import command
from bench.load import wrk
from bench.load.case import Case, contains
from bench.load.samples import take_samples
from bench.load.server import Server
from bench.load.wrk import Load, lua_table, read_report, run_wrk
from bench.measure import check_size, one_round
from bench.updates.books_world import add_accounts, add_programme, prepared_store
from bench.updates.form import Apply
from bench.updates.gateway_form import GatewayForm
from bench.updates.race import race
from bench.wrong import Wrong

CASE = Case(name="hello", method="GET", path="/", check=contains("hello"))
REPORT = {
    "answered": 100,
    "bytes": 1000,
    "microseconds": 10**6,
    "p50": 1,
    "p99": 2,
    "slowest": 3,
    "refused": 0,
    "broken": 0,
}


@contextmanager
def answering(status: int, body: bytes) -> Iterator[Server]:
    """A server that gives the same answer to everything."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield Server(f"http://127.0.0.1:{server.server_port}", 0)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_right_answers_are_taken() -> None:
    with answering(200, b"hello") as server:
        assert take_samples(CASE, server.address, prefix="x") > len(b"hello")


@pytest.mark.parametrize(
    ("status", "body", "said"), [(200, b"sorry", "no 'hello' in it"), (500, b"hello", "status 500")]
)
def test_a_sample_with_another_content_or_status_stops_the_run(status: int, body: bytes, said: str) -> None:
    with answering(status, body) as server, pytest.raises(Wrong, match=said):
        take_samples(CASE, server.address, prefix="x")


@pytest.mark.parametrize(
    "change", [{"refused": 1}, {"broken": 1}, {"answered": 0}], ids=lambda change: next(iter(change))
)
def test_a_round_with_an_error_in_it_has_no_figure(change: dict[str, int]) -> None:
    read_report(CASE, json.dumps(REPORT), 0.5)
    with pytest.raises(Wrong, match="hello"):
        read_report(CASE, json.dumps(REPORT | change), 0.5)


def test_replies_under_load_must_be_as_large_as_those_that_were_looked_at() -> None:
    load = read_report(CASE, json.dumps(REPORT), 0.5)
    check_size(CASE, load, 10.5)
    with pytest.raises(Wrong, match="10 bytes"):
        check_size(CASE, load, 200.0)


@pytest.mark.skipif(not wrk.is_installed(), reason=wrk.MISSING)
def test_wrk_itself_tells_errors_and_right_answers_apart() -> None:
    with answering(200, b"hello") as server:
        load = one_round(CASE, server, prefix="x", seconds=1, connections=2)
        assert load.answered > 10
    with answering(503, b"hello") as server, pytest.raises(Wrong, match="were errors"):
        run_wrk(CASE, server, prefix="x", seconds=1, connections=2)


def test_a_case_for_wrk_is_plain_text() -> None:
    case = Case(
        name="n", method="POST", path="/", body='{"id":"@ID@"}', headers={"A": "b"}, accounts=["1"], check=contains()
    )
    assert lua_table(case, "p-") == (
        'return { method = "POST", body = "{\\"id\\":\\"@ID@\\"}", accounts = { "1" }, headers = { ["A"] = "b" }, prefix = "p-" }'
    )
    with pytest.raises(ValueError, match="plain ASCII"):
        lua_table(Case(name="n", method="GET", path="/", body="Müller", check=contains()), "p")


def test_the_command_prints_no_table_when_something_was_wrong(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_run: object) -> None:
        raise Wrong("The books don't add up.")

    monkeypatch.setattr(bench_command, "run_all", fail)
    monkeypatch.setattr(wrk, "is_installed", lambda: True)
    outcome = CliRunner().invoke(command, [])
    assert outcome.exit_code == 1
    assert "The books don't add up. No figure is printed." in outcome.output
    assert "|" not in outcome.output


def test_without_wrk_the_command_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wrk, "is_installed", lambda: False)
    outcome = CliRunner().invoke(command, [])
    assert outcome.exit_code == 1
    assert "apt-get install wrk" in outcome.output


class WrongForm:
    """A form whose answers are wrong from the third on."""

    name = "wrong"

    @contextmanager
    def worker(self) -> Iterator[Apply]:
        count = iter(range(1000))

        def apply(_place: int, _transaction_id: str) -> None:
            if next(count) > 2:
                raise Wrong("not what was asked for")

        yield apply


def test_a_wrong_answer_in_a_thread_stops_the_race() -> None:
    with pytest.raises(Wrong, match="not what was asked for"):
        race(WrongForm(), threads=2, hot=True, seconds=0.1)


def test_an_update_that_was_answered_before_is_wrong(tmp_path: Path) -> None:
    with prepared_store(f"sqlite:///{tmp_path / 'b.sqlite3'}") as store:
        programme = add_programme(store, "B")
        add_accounts(store, programme.id, ["gateway"])
        with GatewayForm(store, programme).worker() as apply:
            apply(0, "once")
            check_books(store)
            with pytest.raises(Wrong, match="replayed=True"):
                apply(0, "once")


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE account SET balance = balance + 1 WHERE balance > 0",
        "UPDATE account SET head_hash = x'00' WHERE balance > 0",
        "INSERT INTO entry SELECT account_id, 2, movement_id, 0, balance_after, hash, hash FROM entry",
    ],
)
def test_books_that_do_not_add_up_are_found(tmp_path: Path, damage: str) -> None:
    with prepared_store(f"sqlite:///{tmp_path / 'b.sqlite3'}") as store:
        programme = add_programme(store, "B")
        add_accounts(store, programme.id, ["gateway"])
        with GatewayForm(store, programme).worker() as apply:
            apply(0, "once")
        check_books(store)
        with store.writes.connect() as connection:
            connection.execute(text(damage))
        with pytest.raises(Wrong, match="books"):
            check_books(store)


def test_an_answered_update_that_is_not_in_the_books_is_found(tmp_path: Path) -> None:
    case = Case(name="update", method="POST", path="/", check=contains(), moves=True)
    load = Load(per_second=1, p50=1, p99=1, slowest=1, answered=1, reply_bytes=1, cpu_us=1)
    with (
        prepared_store(f"sqlite:///{tmp_path / 'b.sqlite3'}") as store,
        pytest.raises(Wrong, match="updates were answered, but the books have 0"),
    ):
        bench_run.check_moved(store, 0, [case], {"update": [load]})
