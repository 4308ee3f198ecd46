"""What the hash chain costs each update: `python -m bench.chain`.

The same updates in process, round after round, once as they are and once with a constant in place of each hash. The
rows and their bytes are the same, so the difference is the hashing itself; figures are processor time, medians of rounds.
"""

import time
from statistics import median
from tempfile import TemporaryDirectory
from unittest.mock import patch

from adapters.database.engine import Store
from bench.machine import database_version
from bench.postgresql import throw_away_database
from bench.updates.books_world import add_accounts, add_programme, prepared_store
from bench.updates.form import ACCOUNT_COUNT, DEVICE, SITE, Apply
from bench.updates.gateway_form import GatewayForm
from domain.accounts.entry_hash import hash_entry
from domain.accounts.ledger_records import Movement
from domain.accounts.prepared_update import MovementKind
from domain.accounts.update_command import Phase
from domain.clock import SystemClock
from tests.services.postgresql import find_programs

ROUNDS, UPDATES, HASHES = 25, 300, 10_000
_CONSTANT = bytes(32)


def main() -> None:
    """Measure on both databases and print."""
    print(f"one hash alone: {one_hash_microseconds():.1f} us of processor time")
    with TemporaryDirectory(prefix="loyalty-bench-") as place, prepared_store(f"sqlite:///{place}/b.sqlite3") as store:
        measure(store)
    if find_programs():
        with throw_away_database() as url, prepared_store(url) as store:
            measure(store)


def measure(store: Store) -> None:
    """Print what an update costs with and without the hashes of its chain."""
    programme = add_programme(store, "BENCH")
    add_accounts(store, programme.id, ["gateway"])
    chained: list[float] = []
    unchained: list[float] = []
    with GatewayForm(store, programme).worker() as apply:
        for number in range(ROUNDS):
            chained.append(microseconds(apply, f"chained {number}"))
            with patch("domain.accounts.book_rows.hash_entry", lambda *_: _CONSTANT):
                unchained.append(microseconds(apply, f"unchained {number}"))
    costs = median(with_ - without for with_, without in zip(chained, unchained, strict=True))
    print(
        f"{database_version(store)}: our CPU per update {median(chained):.0f} us with the chain, "
        f"{median(unchained):.0f} us without: it costs {costs:.1f} us, {costs / median(unchained):.1%}"
    )


def one_hash_microseconds() -> float:
    """The processor time of the hash of one entry, in the best of several rounds."""
    fact = Movement(
        id=1 << 20,
        programme_id=1,
        account_id=1 << 20,
        kind=MovementKind.EARN,
        phase=Phase.FINAL,
        moved=10_000,
        balance_after=10_000,
        held_after=0,
        available_after=10_000,
        device=DEVICE,
        transaction_id="123456",
        reference_id="",
        received_at=SystemClock().now(),
        site=SITE,
    )
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for number in range(HASHES):
            hash_entry(_CONSTANT, number, fact)
        best = min(best, time.process_time() - began)
    return best / HASHES * 1e6


def microseconds(apply: Apply, prefix: str) -> float:
    """The processor time of one update, over a round of them."""
    began = time.process_time()
    for number in range(UPDATES):
        apply(number * 31 % ACCOUNT_COUNT, f"{prefix}-{number}")
    return (time.process_time() - began) / UPDATES * 1e6


if __name__ == "__main__":
    main()
