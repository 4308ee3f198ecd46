"""Every hostile document is answered by a Fault of the right kind, touches nothing and moves nothing."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.books import books
from tests.wsdl.canned_core import CannedCore
from tests.wsdl.hostile.corpus import FIXED_COUNT, documents
from tests.wsdl.hostile.document import ANY_CLIENT, Canary, Hostile
from tests.wsdl.hostile.judge import SECRET, kind_of
from tests.wsdl.soap import NAME_SEARCH, Soap, enveloped, update_of
from tests.wsdl.sqlite_core import ACCOUNT, sqlite_core
from wsdl.application import build_soap_application

WHOLE = enveloped(
    update_of(
        "<transactionId>1</transactionId><deviceId>till-1</deviceId><accountId>100</accountId>"
        "<accountType>customerLoyaltyAccount</accountType><updateAmount>5</updateAmount>"
    )
).encode()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A socket to which nothing should ever connect."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0)
        yield server


@pytest.fixture
def hostile(listener: socket.socket, tmp_path: Path) -> list[Hostile]:
    """The fixed corpus, pointing at a file and an address that tell whether they were read."""
    canary = tmp_path / "canary.txt"
    canary.write_text(SECRET)
    return documents(Canary(f"http://127.0.0.1:{listener.getsockname()[1]}/", str(canary)))


def judged(soap: Soap, document: Hostile) -> str:
    """The kind of the answer; raises AssertionError where a promise is broken."""
    options: Any = {"path": document.path, "content_type": document.content_type, **document.headers}
    return kind_of(document, *soap.raw(document.body, **options))


def test_the_corpus_is_large_and_always_the_same() -> None:
    canary = Canary("http://canary/", "/canary")
    corpus = documents(canary)
    assert corpus == documents(canary)
    assert len({(document.family, document.name, document.version) for document in corpus}) == FIXED_COUNT >= 1_000
    assert len({document.family for document in corpus}) > 20


def test_every_one_gets_the_right_answer_and_the_books_stay(
    hostile: list[Hostile], listener: socket.socket, migrated_sqlite_url: str
) -> None:
    with sqlite_core(migrated_sqlite_url) as core:
        soap = Soap(build_soap_application(core, public_url="https://loyalty.example"))
        before = books(migrated_sqlite_url)
        for document in hostile:
            judged(soap, document)
        assert books(migrated_sqlite_url) == before
        # The account is there to be moved, had one of them been taken.
        assert not soap.send(WHOLE.replace(b">100<", f">{ACCOUNT}<".encode()), path="/AccountBalanceService").is_fault
        assert books(migrated_sqlite_url) != before
    with pytest.raises(BlockingIOError):
        listener.accept()


@pytest.mark.parametrize("where", ["header", "body"])
def test_a_flood_of_attributes_is_refused_before_anything_reads_them(soap: Soap, where: str) -> None:
    """One such element of a megabyte took Spyne 13 seconds; the limit of the body makes it one of 64 KB."""
    flood = "<x" + "".join(f' a{number}=""' for number in range(6_000)) + "/>"
    sent = enveloped(NAME_SEARCH, header=flood) if where == "header" else enveloped(flood)
    assert soap.send(sent).code == "Client.TooLarge"


def test_where_receipts_are_taken_a_flood_of_a_megabyte_is_refused_as_early(soap: Soap) -> None:
    sent = enveloped("<x" + "".join(f' a{number}=""' for number in range(80_000)) + "/>")
    assert 64 * 1024 < len(sent) < 1024 * 1024
    refused = soap.send(sent, path="/PosTicketService")
    assert (refused.code, "attributes" in refused.body.decode()) == ("Client.TooLarge", True)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200), st.integers(0, len(WHOLE)), st.integers(0, 40))
@example(b"", 0, 0)
def test_a_mutated_request_gets_a_reply_or_a_client_fault(soap: Soap, mutation: bytes, place: int, cut: int) -> None:
    answer = soap.send(WHOLE[:place] + mutation + WHOLE[place + cut :], path="/AccountBalanceService")
    assert not answer.is_fault or answer.code in ANY_CLIENT


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_as_a_value_gets_a_reply_or_a_client_fault(soap: Soap, value: str) -> None:
    escaped = value.replace("&", "&amp;").replace("<", "&lt;").encode("utf-8", "surrogatepass")
    answer = soap.send(WHOLE.replace(b">100<", b">" + escaped + b"<"), path="/AccountBalanceService")
    assert not answer.is_fault or answer.code in ANY_CLIENT


def test_memory_does_not_grow_with_hostile_documents(soap: Soap, canned: CannedCore, hostile: list[Hostile]) -> None:
    def resident_kib() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * 4

    if not Path("/proc/self/statm").exists():
        pytest.skip("this system does not tell a process' memory in /proc")
    for document in hostile:
        judged(soap, document)
    before = resident_kib()
    for document in hostile:
        judged(soap, document)
    canned.asked.clear()
    assert resident_kib() - before < 64 * 1024
