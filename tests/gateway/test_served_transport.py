"""Passwords, proxies and sizes, over both protocols of the served program."""

import http.client
import socket
import time
from collections.abc import Iterator

import pytest
import requests
from lxml import etree

from bench.hostile.documents import attack
from tests.books import books
from tests.gateway.shop import ACCOUNT, Till, furnish
from tests.services.gateway import serve
from tests.services.sqlite import SQLiteTemplate
from tests.wsdl.hostile.corpus import documents
from tests.wsdl.hostile.document import Canary

ENQUIRY = {"accountType": "customerLoyaltyAccount", "accountId": ACCOUNT}
LIMIT = 64 * 1024


@pytest.fixture(scope="module")
def url(sqlite_template: SQLiteTemplate, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with a shop in it."""
    made = sqlite_template.copy_to(tmp_path_factory.mktemp("transport"))
    furnish(made)
    return made


@pytest.fixture(scope="module")
def plain(url: str) -> Iterator[Till]:
    """A till at a gateway that trusts no proxy."""
    with serve(url) as gateway:
        yield Till(gateway)


@pytest.fixture(scope="module")
def behind_proxy(url: str) -> Iterator[Till]:
    """A till at a gateway whose trusted proxy is on this machine."""
    with serve(url, TRUSTED_PROXIES="127.0.0.1") as gateway:
        yield Till(gateway)


def statuses(till: Till, **headers: str) -> tuple[int, int]:
    """What an enquiry over REST and an update over SOAP are answered with these headers."""
    sender = Till(till.gateway, headers=headers)
    return sender.rest("GET", "/accountbalances", params=ENQUIRY).status_code, sender.soap_update("t", 1).status_code


def test_on_this_machine_passwords_are_taken(plain: Till) -> None:
    assert statuses(plain) == (200, 200)


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-Proto": "https"},
        {"X-Forwarded-For": "203.0.113.7"},
        {"Forwarded": "for=203.0.113.7;proto=https"},
        {"Via": "1.1 somewhere"},
    ],
)
def test_a_proxy_that_nobody_trusts_makes_nothing_secure(plain: Till, headers: dict[str, str]) -> None:
    assert statuses(plain, **headers) == (401, 401)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7"}, 200),
        ({"X-Forwarded-Proto": "http", "X-Forwarded-For": "203.0.113.7"}, 401),
        ({"X-Forwarded-Proto": "http, https"}, 401),
        ({"X-Forwarded-For": "203.0.113.7"}, 401),
    ],
)
def test_a_trusted_proxy_says_how_the_call_came(behind_proxy: Till, headers: dict[str, str], status: int) -> None:
    assert statuses(behind_proxy, **headers) == (status, status)


def test_the_refusal_says_what_to_do(plain: Till) -> None:
    sender = Till(plain.gateway, headers={"X-Forwarded-Proto": "https"})
    assert "TLS" in sender.rest("GET", "/accountbalances", params=ENQUIRY).json()["detail"]
    assert "TLS" in sender.soap_update("t", 1).text


def test_a_callers_host_changes_nothing(plain: Till) -> None:
    address = f"{plain.gateway.url}/axis2/services/CustomerService?wsdl"
    wsdl = requests.get(address, headers={"Host": "evil.example"}, timeout=5).text
    assert "evil.example" not in wsdl
    assert f'location="{plain.gateway.url}/axis2' in wsdl


@pytest.mark.parametrize("is_chunked", [False, True])
@pytest.mark.parametrize("size", [LIMIT + 1, 3_000_000])
def test_a_body_that_is_too_large_is_refused_in_the_callers_protocol(
    plain: Till, size: int, *, is_chunked: bool
) -> None:
    def body() -> object:
        return iter([b"x" * size]) if is_chunked else b"x" * size

    soap = requests.post(
        f"{plain.gateway.url}/axis2/services/AccountBalanceService",
        data=body(),  # type: ignore[arg-type]
        headers={"Content-Type": "text/xml"},
        timeout=10,
    )
    assert "TooLarge" in (etree.fromstring(soap.content).findtext(".//faultcode") or "")
    rest = plain.rest("POST", "/accountBalances/update", data=body(), headers={"Content-Type": "application/json"})
    assert (rest.status_code, rest.json()["errorCode"]) == (413, "TooLarge")


def test_hostile_documents_are_answered_as_in_process(plain: Till, url: str) -> None:
    """The long form, `python -m bench.hostile`, sends 10,000."""
    before = books(url)
    done = attack(plain.gateway, documents(Canary("http://127.0.0.1:1/", "/nowhere"), 1_300)[::4])
    assert not done.complaints
    assert len(done.seconds) == 325
    assert books(url) == before


def test_a_connection_goes_on_after_a_body_that_was_too_large_and_ends_after_one_that_was_far_too_large(
    plain: Till,
) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", plain.gateway.port, timeout=10)
    for size in (LIMIT + 1, 3 * LIMIT, 3 * LIMIT):
        connection.request("POST", "/axis2/services/CustomerService", b"x" * size, {"Content-Type": "text/xml"})
        reply = connection.getresponse()
        assert "TooLarge" in reply.read().decode()
        assert reply.getheader("Connection") is None
    length = {"Content-Type": "text/xml", "Content-Length": str(100 * LIMIT)}
    connection.request("POST", "/axis2/services/CustomerService", b"x", length)
    reply = connection.getresponse()
    assert ("TooLarge" in reply.read().decode(), reply.getheader("Connection")) == (True, "close")
    connection.close()


def test_a_body_of_the_largest_size_is_read(plain: Till) -> None:
    update = b'{"accountType": "' + b"x" * (LIMIT - 19) + b'"}'
    assert len(update) == LIMIT
    reply = plain.rest("POST", "/accountBalances/update", data=update, headers={"Content-Type": "application/json"})
    assert reply.status_code == 400


def test_slow_senders_keep_nobody_waiting(plain: Till) -> None:
    head = "POST /WebRestApi/rest/accountBalances/update HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
    senders = [socket.create_connection(("127.0.0.1", plain.gateway.port), timeout=10) for _ in range(16)]
    for sender in senders:
        sender.sendall(head.encode())
    began = time.monotonic()
    assert statuses(plain) == (200, 200)
    assert time.monotonic() - began < 5
    for sender in senders:
        sender.close()
