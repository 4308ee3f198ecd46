"""Every hostile document is answered by a Fault of the right kind, quickly, and touches nothing."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.wsdl.canned_core import CannedCore
from tests.wsdl.hostile import UPDATE, Hostile, documents
from tests.wsdl.soap import Answer, Soap, enveloped

SECRET = "canary-content-of-a-file"
KINDS = {"Client.InvalidInput", "Client.TooLarge", "MustUnderstand", "VersionMismatch"}
WHOLE = enveloped(UPDATE).encode()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket to which nothing should ever connect."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


@pytest.fixture
def hostile(listener: socket.socket, tmp_path: Path) -> list[Hostile]:
    """All documents, pointing at a file and an address that tell whether they were read."""
    canary = tmp_path / "canary.txt"
    canary.write_text(SECRET)
    return documents(f"http://127.0.0.1:{listener.getsockname()[1]}/", str(canary))


def _send(soap: Soap, document: Hostile) -> Answer:
    content_type = f"{document.version.media_type}; charset=utf-8"
    options: Any = document.headers
    return soap.send(document.body, path=document.path, content_type=content_type, **options)


def test_every_one_gets_a_fault_of_the_right_kind_and_nothing_is_done(
    soap: Soap, canned: CannedCore, hostile: list[Hostile], listener: socket.socket
) -> None:
    assert len({document.name for document in hostile}) == len(hostile) > 800
    times = []
    for document in hostile:
        # The thread's own time: how busy the machine is makes no difference.
        began = time.thread_time()
        answer = _send(soap, document)
        times.append(time.thread_time() - began)
        assert answer.code in KINDS, document.name
        assert len(answer.body) < 3000, document.name
        assert SECRET not in answer.body.decode(), document.name
    assert not canned.asked
    assert sorted(times)[int(len(times) * 0.99)] < 0.1
    assert max(times) < 0.5
    with pytest.raises(BlockingIOError):
        listener.accept()


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.integers(0, len(WHOLE)), st.integers(0, 40))
@example(b"", 0, 0)
def test_a_mutated_request_gets_a_reply_or_a_client_fault(soap: Soap, mutation: bytes, place: int, cut: int) -> None:
    answer = soap.send(WHOLE[:place] + mutation + WHOLE[place + cut :], path="/AccountBalanceService")
    assert not answer.is_fault or answer.code in KINDS


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_as_a_value_gets_a_reply_or_a_client_fault(soap: Soap, text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").encode("utf-8", "surrogatepass")
    answer = soap.send(WHOLE.replace(b">100<", b">" + escaped + b"<"), path="/AccountBalanceService")
    assert not answer.is_fault or answer.code in KINDS


def test_memory_does_not_grow_with_hostile_documents(soap: Soap, hostile: list[Hostile]) -> None:
    def resident_kib() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4

    if not Path("/proc/self/statm").exists():
        pytest.skip("this system does not tell a process' memory in /proc")
    for document in hostile:
        _send(soap, document)
    before = resident_kib()
    for document in hostile:
        _send(soap, document)
    assert resident_kib() - before < 64 * 1024
