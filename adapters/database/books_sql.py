"""Statements by which the books are loaded, shared by all who lock accounts."""

from collections.abc import Collection, Sequence
from typing import Any

ACCOUNT = """
SELECT a.id, a.programme_id, a.account_type, a.number, a.customer_id, c.number, a.currency, a.unit, a.precision,
a.status, a.floor, a.credit_limit, a.balance, a.open_holds, a.holds_placed, a.sequence, a.head_hash,
a.points_expire_from, a.points_announce_from,
(SELECT MIN(l.due_at) FROM escrow_lot l WHERE l.account_id = a.id AND l.state = 'open'),
(SELECT s.due_at FROM tier_standing s WHERE s.account_id = a.id),
a.merged_into_id, a.merged_accounts
FROM account a LEFT JOIN customer c ON c.id = a.customer_id WHERE """
KEY = """
SELECT programme_id, key, first_key, account_id, amount, currency, phase, original, occurred_at, movement_id, refusal,
moved, balance, held, available, expires_at FROM idempotency_key WHERE """
# The sum keeps planners from the index of what expires next, which has every account's holds in it.
HELD = """
SELECT account_id, SUM(-amount) FROM hold
WHERE state = 'open' AND amount < 0 AND expires_at + 0 > ? AND account_id IN ({}) GROUP BY account_id"""
# A movement with its hold and what is left of it to reverse, as `related_from` reads them; joined to more by `{}`.
RELATED = """
SELECT m.id, m.programme_id, m.account_id, m.kind, m.phase, m.moved, m.balance_after, m.held_after, m.available_after,
m.device, m.transaction_id, m.reference_id, m.received_at, m.occurred_at, m.original_id, m.credential_id, m.site,
m.operator, m.reason, h.amount, h.expires_at, h.state, r.left_amount
FROM movement m LEFT JOIN hold h ON h.movement_id = m.id LEFT JOIN remainder r ON r.movement_id = m.id{} WHERE """


def any_of(columns: Sequence[str], wanted: Collection[tuple[Any, ...]]) -> tuple[str, tuple[Any, ...]]:
    """The condition that these columns are one of the wanted rows, and its values.

    Of several rows it is a join with VALUES: with OR, PostgreSQL reads every account of the type, and every key, of
    the programme as long as its statistics call the table small, as they do after a first load. The last row is
    repeated up to a power of two, so that there are few texts to prepare.
    """
    rows = list(wanted)
    if len(rows) == 1:
        return " AND ".join(f"{column} = ?" for column in columns), rows[0]
    rows += [rows[-1]] * ((1 << (len(rows) - 1).bit_length()) - len(rows))
    marks = "(" + ", ".join("?" * len(columns)) + ")"
    condition = f"({', '.join(columns)}) IN (VALUES {', '.join([marks] * len(rows))})"
    return condition, tuple(value for row in rows for value in row)


def among(values: Collection[int]) -> tuple[str, list[int]]:
    """What stands in `IN (...)` for these numbers, and the values: the last one is repeated up to a power of two, as above."""
    listed = list(values)
    listed += [listed[-1]] * ((1 << (len(listed) - 1).bit_length()) - len(listed))
    return ", ".join("?" * len(listed)), listed
