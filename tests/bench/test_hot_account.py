"""The measurement of the hot account counts what was answered, slows syncs down, and stops for a wrong answer."""

import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from bench.hot_account import tills
from bench.hot_account.place import Place, hot_place
from bench.hot_account.slow_sync import build, slowed
from bench.hot_account.tills import move
from bench.wrong import Wrong
from tests.services.missing import find_or_skip

_SYNC = "import os, sys; f = os.open(sys.argv[1], os.O_CREAT | os.O_WRONLY); [os.fsync(f) for _ in range(20)]"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    find_or_skip("a C compiler", "gcc", lambda: next(iter(Path("/usr/bin").glob("cc")), None))
    return build(tmp_path_factory.mktemp("library"))


@pytest.fixture(scope="module")
def place(library: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("hot")
    with hot_place(folder, is_sqlite=True, library=library, delay_us=0, processes=1) as opened:
        yield opened


def test_syncs_take_longer(library: Path, tmp_path: Path) -> None:
    with slowed(library, 20_000):
        began = time.monotonic()
        subprocess.run([sys.executable, "-c", _SYNC, tmp_path / "file"], check=True)
    assert time.monotonic() - began > 20 * 0.02


def test_every_answer_is_counted_and_in_the_books(place: Place) -> None:
    answered = move(place.address, place.request, tills=3, seconds=0.3, prefix="a")
    assert len(answered.by_till) == 3
    assert sum(answered.by_till) == len(answered.seconds) <= answered.sent
    with place.store.reads.connect() as connection:
        written = connection.exec_driver_sql("SELECT COUNT(*) FROM movement WHERE transaction_id LIKE 'a-%'")
        assert written.scalar_one() == answered.sent


def test_a_wrong_answer_is_no_figure(place: Place) -> None:
    with pytest.raises(Wrong, match="answered with"):
        move(
            place.address, lambda key: place.request(key).replace(b"HOT-1", b"NOT-1"), tills=1, seconds=0.1, prefix="b"
        )


def test_a_till_that_is_told_that_its_connection_ends_goes_on_by_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tills, "WARM_UP_SECONDS", 0.0)
    with socket.create_server(("127.0.0.1", 0)) as server:
        peers = []

        def answer() -> None:
            with suppress(OSError):
                while True:
                    connection, peer = server.accept()
                    with connection:
                        peers.append(peer)
                        connection.recv(65_536)
                        time.sleep(0.01)
                        connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 7\r\nconnection: close\r\n\r\nSuccess")

        threading.Thread(target=answer, daemon=True).start()
        answered = move(server.getsockname(), lambda key: key.encode(), tills=1, seconds=0.1, prefix="c")
    assert 1 < answered.sent <= len(peers)
