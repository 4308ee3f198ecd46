"""What the books must hold after crashes: every acknowledged update, once, and nothing else."""

from collections.abc import Mapping

from adapters.database.books_snapshot import DatabaseBooks
from adapters.database.engine import Store, open_store
from adapters.database.reading import Reader
from bench.crash.stubborn_till import Told
from bench.crash.world import DEVICE, OPENING
from domain.verification.finding import Finding
from domain.verification.verify_books import VerifyBooks

_MOVEMENTS = """
SELECT m.transaction_id, a.number, m.moved, m.balance_after FROM movement m JOIN account a ON a.id = m.account_id
WHERE m.device = ?"""
_BALANCES = "SELECT number, balance FROM account WHERE substr(number, 1, 6) = 'crash-'"
_EVENTS = "SELECT COUNT(*) FROM outbox o JOIN movement m ON m.id = o.movement_id WHERE m.device = ?"


def reckon(database_url: str, acknowledged: Mapping[str, Told]) -> list[str]:
    """What is wrong; empty where the books are right and hold exactly what was acknowledged."""
    store = open_store(database_url, pool_size=2)
    try:
        return [*faults_of(store), *_differences(Reader(store), acknowledged)]
    finally:
        store.close()


def faults_of(store: Store) -> list[str]:
    """What the product's own `verify` finds."""
    findings: list[Finding] = []
    VerifyBooks(DatabaseBooks(store))(findings.append)
    return [str(finding) for finding in findings]


def _differences(reader: Reader, acknowledged: Mapping[str, Told]) -> list[str]:
    faults: list[str] = []
    found: dict[str, tuple[str, int, int]] = {}
    for transaction_id, number, moved, balance in reader.rows(_MOVEMENTS, (DEVICE,)):
        if transaction_id in found:
            faults.append(f"{transaction_id} is in the books twice")
        found[transaction_id] = (number, moved, balance)
    faults += [
        f"{transaction_id} was acknowledged and is lost" for transaction_id in acknowledged.keys() - found.keys()
    ]
    faults += [
        f"{transaction_id} is in the books, and nobody sent it" for transaction_id in found.keys() - acknowledged.keys()
    ]
    sums: dict[str, int] = {}
    for transaction_id, told in acknowledged.items():
        sums[told.account] = sums.get(told.account, 0) + told.amount
        balance = int(told.answer.figures[0]) if told.answer.figures else -1
        entered = (told.account, told.amount * 10_000, balance * 10_000)
        if found.get(transaction_id, entered) != entered:
            faults.append(f"{transaction_id} is in the books as {found[transaction_id]}, the till was told {entered}")
    for number, balance in reader.rows(_BALANCES):
        wanted = (OPENING + sums.get(number, 0)) * 10_000
        if balance != wanted:
            faults.append(f"{number} has {balance}, by what was acknowledged it must have {wanted}")
    events = reader.row(_EVENTS, (DEVICE,))[0]
    if events != len(acknowledged):
        faults.append(f"{events} events tell of {len(acknowledged)} acknowledged updates")
    return faults
