"""The statements of the yardsticks: the same rows that the product writes, as fixed texts, and nothing else.

What a yardstick leaves out is all that makes it an update of ours: no rule is looked at, no batch formed, no till's
time or phase considered. It reads the account under lock and the key, and writes five rows.
"""

import time
from collections.abc import Sequence
from typing import Any

from bench.updates.form import DEVICE, SCALED_AMOUNT, SITE
from domain.accounts.account import AccountType
from domain.accounts.entry_hash import GENESIS, hash_values
from domain.accounts.prepared_update import natural_key

ACCOUNT = """
SELECT programme_id, account_type, number, status, currency, balance, credit_limit, floor, sequence, head_hash
FROM account WHERE id = ?"""
KEY = "SELECT movement_id, balance, held, available FROM idempotency_key WHERE programme_id = ? AND key = ?"
MOVEMENT = """
INSERT INTO movement (id, programme_id, account_id, kind, phase, moved, balance_after, held_after, available_after,
device, transaction_id, reference_id, received_at, occurred_at, original_id, credential_id, site, operator, reason)
VALUES (?, ?, ?, 'earn', 'COMPLETED', ?, ?, 0, ?, ?, ?, '', ?, NULL, NULL, 1, ?, '', '')"""
ENTRY = """
INSERT INTO entry (account_id, sequence, movement_id, amount, balance_after, previous_hash, hash)
VALUES (?, ?, ?, ?, ?, ?, ?)"""
UPDATE = "UPDATE account SET balance = ?, sequence = ?, head_hash = ? WHERE id = ?"
NEW_KEY = """
INSERT INTO idempotency_key (programme_id, key, first_key, account_id, amount, currency, phase, original, occurred_at,
movement_id, refusal, moved, balance, held, available, expires_at)
VALUES (?, ?, ?, ?, ?, 'GBP', 'COMPLETED', '', NULL, ?, '', ?, ?, 0, ?, NULL)"""
OUTBOX = """
INSERT INTO outbox (programme_id, customer_id, movement_id, type, version, body, created_at)
VALUES (?, NULL, ?, 'BalanceMoved', 1, ?, ?)"""

FIRST_ID = 1 << 40
"""Where the yardsticks' movement ids begin, far above those of the product."""

_TYPE = AccountType.LOYALTY.value


def now_microseconds() -> int:
    """The time as the ledger keeps it."""
    return time.time_ns() // 1000


def key_of(transaction_id: str, account_number: str) -> bytes:
    """The product's own key of such an update."""
    return natural_key(DEVICE, transaction_id, _TYPE, account_number, "+", "COMPLETED")


def writes(
    row: Sequence[Any], account_id: int, movement_id: int, transaction_id: str, key: bytes
) -> list[tuple[str, tuple[Any, ...]]]:
    """What follows the reading of this account row: statements and their values, in order."""
    programme_id, now = row[0], now_microseconds()
    balance, sequence, previous = row[5] + SCALED_AMOUNT, row[8] + 1, bytes(row[9] or GENESIS)
    available = balance + row[6]
    numbers = (account_id, sequence, movement_id, SCALED_AMOUNT, balance)
    figures = (str(programme_id), "earn", "COMPLETED", "0", str(available))
    told = (DEVICE, transaction_id, "", str(now), "", "", "1", SITE, "", "")
    head = hash_values(previous, numbers, figures + told)
    body = (
        f'{{"movement":{movement_id},"account":{account_id},"sequence":{sequence},"kind":"earn",'
        f'"moved":{SCALED_AMOUNT},"balance":{balance},"held":0}}'
    )
    moved = (movement_id, programme_id, account_id, SCALED_AMOUNT, balance, available)
    named = (programme_id, key, key, account_id, SCALED_AMOUNT, movement_id, SCALED_AMOUNT, balance, available)
    return [
        (MOVEMENT, (*moved, DEVICE, transaction_id, now, SITE)),
        (ENTRY, (account_id, sequence, movement_id, SCALED_AMOUNT, balance, previous, head)),
        (UPDATE, (balance, sequence, head, account_id)),
        (NEW_KEY, named),
        (OUTBOX, (programme_id, movement_id, body, now)),
    ]
