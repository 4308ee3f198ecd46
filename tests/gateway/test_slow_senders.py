"""However many senders drip, honest callers are answered, and those that drip are cut off in the end."""

import resource
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from sqlalchemy import select

from adapters.database.engine import open_store
from adapters.database.ledger_tables import account
from tests.gateway.shop import Till, furnish
from tests.gateway.slow_senders import SlowSenders, slow_senders
from tests.services.gateway import serve
from tests.services.sqlite import SQLiteTemplate

BODIES = ("body", "chunk", "silent body")


@pytest.fixture(scope="module")
def url(sqlite_template: SQLiteTemplate, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a database with a shop in it."""
    made = sqlite_template.copy_to(tmp_path_factory.mktemp("slow"))
    furnish(made)
    return made


@pytest.fixture(scope="module")
def till(url: str) -> Iterator[Till]:
    """A till at a gateway that works on four calls at a time and gives a body three seconds."""
    with serve(url, THREADS="4", BODY_SECONDS="3") as gateway:
        yield Till(gateway)


def longest_wait(till: Till, calls: int, name: str) -> float:
    """The seconds that the slowest of these calls took; half move points over SOAP, half over REST."""
    longest = 0.0
    for number in range(calls):
        began = time.monotonic()
        move = till.soap_update if number % 2 else till.rest_update
        assert move(f"{name}-{number}", 1).status_code == 200
        longest = max(longest, time.monotonic() - began)
    return longest


def dripping(senders: SlowSenders) -> threading.Event:
    """Let them drip until the event is set."""
    is_over = threading.Event()

    def drip() -> None:
        while not is_over.wait(0.2):
            senders.drip()

    threading.Thread(target=drip, daemon=True).start()
    return is_over


def test_sixty_that_drip_keep_no_honest_caller_waiting_and_are_cut_off(till: Till) -> None:
    with slow_senders(till.gateway.port, 60) as senders:
        is_over = dripping(senders)
        try:
            # A second is what the long form holds it to; here the machine may be busy with other tests.
            assert longest_wait(till, 20, "beside-60") < 5
            assert sys.platform != "linux" or _are_cut_off(senders)
            assert longest_wait(till, 4, "after-60") < 5
        finally:
            is_over.set()


def _are_cut_off(senders: SlowSenders) -> bool:
    deadline = time.monotonic() + 30
    while senders.still_open(*BODIES) and time.monotonic() < deadline:
        time.sleep(0.2)
    return senders.still_open(*BODIES) == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is needed to find them")
def test_one_that_drips_after_a_first_call_on_its_connection_is_cut_off_too(till: Till) -> None:
    call = b"GET /livez HTTP/1.1\r\nHost: till\r\n\r\n"
    drips = b"POST /oauth2/token HTTP/1.1\r\nHost: till\r\nContent-Length: 9\r\n\r\nx"
    with slow_senders(till.gateway.port, 0) as none, slow_senders(till.gateway.port, 3, ("idle",)) as senders:
        assert none.still_open("idle") == 0
        for _, sender in senders._open:
            sender.sendall(call + drips)
        deadline = time.monotonic() + 30
        while senders.still_open("idle") and time.monotonic() < deadline:
            time.sleep(0.2)
        assert senders.still_open("idle") == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells what is needed to find them")
def test_a_connection_in_use_is_not_cut_off_with_them(till: Till) -> None:
    with slow_senders(till.gateway.port, 8, BODIES) as senders, slow_senders(till.gateway.port, 1, ("idle",)) as used:
        (_, honest) = used._open[0]
        while senders.still_open(*BODIES):
            honest.settimeout(30)
            honest.sendall(b"GET /livez HTTP/1.1\r\nHost: till\r\n\r\n")
            assert honest.recv(4096).startswith(b"HTTP/1.1 200")
            time.sleep(0.05)
        assert used.still_open("idle") == 1


def test_more_idle_connections_than_the_server_would_take_by_itself_keep_nobody_out(till: Till) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < 4_096:
        pytest.skip("this system lets a process open too few files for so many connections")
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(soft, 4_096), hard))
    with slow_senders(till.gateway.port, 1_200, ("idle",)) as senders:
        assert senders.still_open("idle") == 1_200
        assert longest_wait(till, 4, "beside-idle") < 5


def test_when_there_is_no_room_to_wait_for_bodies_calls_without_one_are_answered(url: str) -> None:
    with (
        serve(url, WAITING_BODIES_LIMIT="2", THREADS="1", BODY_SECONDS="60") as gateway,
        slow_senders(gateway.port, 6, ("body",)),
    ):
        till = Till(gateway)
        time.sleep(0.2)
        assert till.rest("GET", "/customers/search", params={"searchName": "a"}).status_code == 200
        refused = till.rest_update("no-room", 1)
        assert (refused.status_code, refused.headers["Retry-After"]) == (503, "1")


def _balance(url: str) -> int:
    """The account's points, as a process finds them that opens the database anew and closes it."""
    store = open_store(url)
    try:
        with store.reads.connect() as connection:
            (scaled,) = connection.execute(select(account.c.balance)).one()
            return int(scaled) // 10_000
    finally:
        store.close()


def test_what_is_acknowledged_while_one_drips_and_another_program_looks_in_is_in_the_books(
    till: Till, url: str
) -> None:
    assert till.rest_update("before-a-look", 1).status_code == 200
    with slow_senders(till.gateway.port, 1, ("body",)):
        time.sleep(1)  # The program has looked for overdue connections meanwhile.
    before = _balance(url)
    assert till.rest_update("after-a-look", 5).status_code == 200
    assert _balance(url) == before + 5
