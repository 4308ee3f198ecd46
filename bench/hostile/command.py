"""The long form of the hostile tests, against the program as it is served."""

import socket
import tempfile
from pathlib import Path

import click

from bench.hostile.documents import Attack, attack
from bench.hostile.report import broken_promises, report_of
from bench.hostile.slow import waits_beside
from bench.hostile.system_calls import watched
from bench.load.server import run_gateway
from tests.books import books
from tests.gateway.shop import Till, furnish
from tests.services.gateway import SECRETS, ServedGateway, serve
from tests.services.sqlite import SQLiteTemplate
from tests.wsdl.hostile.corpus import FIXED_SEED, documents
from tests.wsdl.hostile.document import Canary
from tests.wsdl.hostile.judge import SECRET

WATCHED_COUNT = 3_000
"""How many documents are sent once more while the system calls of the program are looked at; that is slow."""


@click.command()
@click.option("--count", default=10_000, show_default=True, help="How many documents; 0 for none.")
@click.option("--seed", default=FIXED_SEED, show_default=True, help="What they are drawn by; another draws others.")
@click.option("--slow", default=200, show_default=True, help="How many slow senders; 0 for none.")
def command(count: int, seed: int, slow: int) -> None:
    r"""Attack the served program and judge every answer.

    Documents come by families (entities, floods, lures, coerced values, mutations, ...), in SOAP 1.1 and 1.2, and end up in
    a shop's ledger if they are taken. Slow senders drip into headers and bodies while honest callers move points.

    Exits with 1 when a promise is broken: another answer than a document's family expects, a file or an address that was
    touched, books that changed, 99 of 100 answers later than 100 ms, more than 64 MB of memory kept, honest callers that
    wait for more than a second.

    \b
    Examples:
      python -m bench.hostile
      python -m bench.hostile --count 100000 --seed 7 --slow 0
    """
    with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as listener:
        listener.settimeout(0)
        file = Path(folder, "canary.txt")
        file.write_text(SECRET)
        canary = Canary(f"http://127.0.0.1:{listener.getsockname()[1]}/", str(file))
        url = _shop(Path(folder))
        with serve(url) as gateway:
            attacked = _documents(gateway, url, canary, count, seed) if count else None
            waits = waits_beside(Till(gateway), slow) if slow else None
        click.echo(report_of(attacked, waits))
        broken = [
            *broken_promises(attacked, waits),
            *(["something connected to the canary"] if _was_met(listener) else []),
        ]
    for promise in broken:
        click.echo(f"BROKEN: {promise}", err=True)
    raise SystemExit(bool(broken))


def _shop(folder: Path) -> str:
    """The address of a database with a shop and the account that the documents are after."""
    url = SQLiteTemplate(folder).copy_to(folder)
    furnish(url)
    run_gateway(["accounts", "add", "loyalty", "887", "--balance", "1000"], {**SECRETS, "DATABASE_URL": url})
    return url


def _documents(gateway: ServedGateway, url: str, canary: Canary, count: int, seed: int) -> Attack:
    corpus = documents(canary, count, seed)
    before = books(url)
    attacked = attack(gateway, corpus)
    with watched(gateway.worker_pids, (canary.file, "/dev/urandom", "/dev/zero", "/etc/passwd")) as calls:
        attack(gateway, corpus[:WATCHED_COUNT])
    attacked.touched = calls.suspicious
    attacked.is_watched = calls.is_watched
    attacked.has_moved = books(url) != before
    return attacked


def _was_met(listener: socket.socket) -> bool:
    try:
        listener.accept()
    except BlockingIOError:
        return False
    return True
