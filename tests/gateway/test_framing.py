"""No request is read in two ways: one answer to one request, nothing hidden is done, and what is ambiguous closes the
connection.
"""

import json
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from lxml import etree
from sqlalchemy import func, select

from adapters.database.engine import open_store
from adapters.database.ledger_tables import movement
from tests.gateway.framings import SENTINEL, Expected, Framing, framings
from tests.gateway.shop import furnish
from tests.services.gateway import ServedGateway, serve
from tests.services.sqlite import SQLiteTemplate
from wsdl.names import VERSIONS, SoapVersion

CASES = list(framings())
STATUS = re.compile(rb"HTTP/1\.[01] ([2-5]\d\d) ")
REPLIES = {Expected.TAKEN: [200, 200], Expected.TAKEN_AND_CLOSED: [200], Expected.TAKEN_TWICE: [200, 200, 200]}
UPDATES = {Expected.TAKEN: 1, Expected.TAKEN_AND_CLOSED: 1, Expected.TAKEN_TWICE: 2}


@pytest.fixture(scope="module")
def url(sqlite_template: SQLiteTemplate, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with a shop in it."""
    made = sqlite_template.copy_to(tmp_path_factory.mktemp("framing"))
    furnish(made)
    return made


@pytest.fixture(scope="module")
def gateway(url: str) -> Iterator[ServedGateway]:
    """The served program."""
    with serve(url) as gateway:
        yield gateway


@pytest.fixture(scope="module")
def movements(url: str) -> Iterator[Callable[[], int]]:
    """How many movements there are."""
    store = open_store(url)

    def count() -> int:
        with store.reads.connect() as connection:
            return connection.execute(select(func.count()).select_from(movement)).scalar_one()

    yield count
    store.close()


def statuses(gateway: ServedGateway, request: bytes) -> list[int]:
    """The statuses of all replies to these bytes, until the other side closes the connection."""
    received = b""
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=20) as connection, suppress(ConnectionError):
        connection.sendall(request)
        while data := connection.recv(65536):
            received += data
    return [int(status) for status in STATUS.findall(received)]


def test_there_are_cases_of_every_kind() -> None:
    assert len({case.name for case in CASES}) == len(CASES) > 70
    assert sum(case.expected is Expected.REFUSED for case in CASES) > 50


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_framing(case: Framing, gateway: ServedGateway, movements: Callable[[], int]) -> None:
    before = movements()
    replies = statuses(gateway, case.request + SENTINEL)
    assert movements() - before == UPDATES.get(case.expected, 0)
    if case.expected is Expected.REFUSED:
        assert len(replies) <= 1
        assert all(400 <= status < 500 for status in replies)
    elif case.expected is Expected.ANSWERED:
        assert 1 <= len(replies) <= 2
    else:
        assert replies == REPLIES[case.expected]


def refused(gateway: ServedGateway, path: str, media_type: str) -> bytes:
    """The whole reply to a request with two lengths."""
    lines = (f"POST {path} HTTP/1.1", "Host: till", f"Content-Type: {media_type}")
    request = "\r\n".join([*lines, "Content-Length: 3", "Content_Length: 4", "", "abc"])
    received = b""
    with socket.create_connection(("127.0.0.1", gateway.port), timeout=20) as connection:
        connection.sendall(request.encode())
        while data := connection.recv(65536):
            received += data
    return received


SENTENCE = "There is a header Content_Length; write Content-Length."


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
def test_a_soap_stack_is_refused_by_a_fault(gateway: ServedGateway, version: SoapVersion) -> None:
    head, _, body = refused(gateway, "/axis2/services/CustomerService", version.media_type).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert f"content-type: {version.media_type}" in head.decode().lower()
    (text,) = etree.fromstring(body).iter("{*}messageText")
    assert text.text == SENTENCE


def test_a_rest_client_is_refused_by_a_problem(gateway: ServedGateway) -> None:
    head, _, body = refused(gateway, "/tickets", "application/json").partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    problem = json.loads(body)
    assert (problem["errorCode"], problem["detail"], problem["moved"]) == ("InvalidInput", SENTENCE, False)
