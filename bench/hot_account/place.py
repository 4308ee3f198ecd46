"""A gateway over a database with one account that every till moves, on disks whose syncs take longer or not."""

import base64
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from adapters.database.engine import Store, open_store
from bench.data import SITE, Data
from bench.hot_account.slow_sync import slowed
from bench.load.case import Case
from bench.load.rest_cases import rest_cases
from bench.load.server import GATEWAY, run_gateway, served
from bench.load.soap_cases import soap_cases
from bench.postgresql import throw_away_database
from gateway.demo.prepare import DEMO_SECRET, TILL

HOT = "HOT-1"


@dataclass(frozen=True, slots=True)
class Place:
    """What is measured: where the gateway listens, the requests that move the account, and the database behind it."""

    address: tuple[str, int]
    request: Callable[[str], bytes]
    store: Store


@contextmanager
def hot_place(folder: Path, *, is_sqlite: bool, library: Path, delay_us: int, processes: int) -> Iterator[Place]:
    """The place, new and empty; the process that syncs (the server, or the gateway itself on SQLite) is slowed down."""
    with ExitStack() as stack:
        stack.enter_context(slowed(library, delay_us))
        url = (
            f"sqlite:///{folder / f'hot-{delay_us}.sqlite3'}"
            if is_sqlite
            else stack.enter_context(throw_away_database())
        )
        settings = {
            "DATABASE_URL": url,
            "DATA_DIRECTORY": str(folder / f"data-{is_sqlite}-{delay_us}"),
            "PROCESSES": str(processes),
        }
        run_gateway(["demo", "prepare"], settings)
        run_gateway(["accounts", "add", "loyalty", HOT], settings)
        server = stack.enter_context(
            served((GATEWAY, "serve"), settings, folder / f"gateway-{is_sqlite}-{delay_us}.log")
        )
        store = open_store(url)
        stack.callback(store.close)
        parts = urlsplit(server.address)
        yield Place((parts.hostname or "", parts.port or 0), _request, store)


def _request(transaction_id: str) -> bytes:
    """One update of the account, over SOAP and REST in turn."""
    case = _CASES[transaction_id[-1] in "02468"]
    body = case.body_for(transaction_id, 0)
    lines = [f"{case.method} {case.path} HTTP/1.1", "Host: 127.0.0.1", f"Content-Length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in case.headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _updates() -> tuple[Case, Case]:
    authorization = "Basic " + base64.b64encode(f"{TILL}:{DEMO_SECRET}".encode()).decode()
    data = Data(authorization, SITE, (HOT,), "", "", ())
    soap, rest = (next(case for case in cases if case.moves) for cases in (soap_cases(data), rest_cases(data)))
    return soap, rest


_CASES = _updates()
