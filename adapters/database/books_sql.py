"""Statements by which the books are loaded, shared by all who lock accounts."""

from collections.abc import Collection, Sequence
from typing import Any

ACCOUNT = """
SELECT a.id, a.programme_id, a.account_type, a.number, a.customer_id,
(SELECT c.number FROM customer c WHERE c.id = a.customer_id), a.currency, a.unit, a.precision,
a.status, a.floor, a.credit_limit, a.balance, a.open_holds, a.holds_placed, a.sequence, a.head_hash,
a.points_expire_from, a.points_announce_from,
(SELECT MIN(l.due_at) FROM escrow_lot l WHERE l.account_id = a.id AND l.state = 'open'),
(SELECT s.due_at FROM tier_standing s WHERE s.account_id = a.id),
a.merged_into_id, a.merged_accounts
FROM account a WHERE """
_ACCOUNT_COLUMNS = ("programme_id", "account_type", "number")
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


# One row at a time, which leaves planners one way only: the index of all its columns. Made while a table is small, a plan
# that reads all of it seems as good, is kept for the connection, and gets slower with each row until statistics come.
_EACH = """FROM (VALUES {}) AS wanted ({}) CROSS JOIN LATERAL ({} LIMIT 1) AS found"""


def accounts_of(references: Collection[tuple[int, str, str]], *, is_sqlite: bool) -> tuple[str, tuple[Any, ...]]:
    """The statement for the accounts of these programmes, types and numbers, whose end is still open, and its values."""
    columns = tuple(f"a.{column}" for column in _ACCOUNT_COLUMNS)
    if is_sqlite or len(references) == 1:
        condition, values = any_of(columns, references)
        return ACCOUNT + condition, values
    each, values = _each("SELECT id FROM account WHERE ", _ACCOUNT_COLUMNS, references)
    return f"{ACCOUNT}a.id = ANY(ARRAY(SELECT found.id {each}))", values


def keys_of(keys: Collection[tuple[int, bytes]], *, is_sqlite: bool) -> tuple[str, tuple[Any, ...]]:
    """The statement for these keys of programmes, and its values; a row may come twice."""
    columns = ("programme_id", "key")
    if is_sqlite:
        condition, values = any_of(columns, keys)
        return KEY + condition, values
    each, values = _each(KEY, columns, keys)
    return f"SELECT found.* {each}", values


def _each(select: str, columns: Sequence[str], wanted: Collection[tuple[Any, ...]]) -> tuple[str, tuple[Any, ...]]:
    rows, values = _rows(columns, wanted)
    condition = " AND ".join(f"{column} = wanted.{column}" for column in columns)
    return _EACH.format(rows, ", ".join(columns), select + condition), values


def any_of(columns: Sequence[str], wanted: Collection[tuple[Any, ...]]) -> tuple[str, tuple[Any, ...]]:
    """The condition that these columns are one of the wanted rows, and its values.

    Of several rows it is a join with VALUES: with OR, PostgreSQL reads all that one column finds as long as its statistics
    call the table small, as they do after a first load. What each update asks for is not left to a join (`accounts_of`).
    """
    if len(wanted) == 1:
        return " AND ".join(f"{column} = ?" for column in columns), next(iter(wanted))
    rows, values = _rows(columns, wanted)
    return f"({', '.join(columns)}) IN (VALUES {rows})", values


def among(values: Collection[int]) -> tuple[str, list[int]]:
    """What stands in `IN (...)` for these numbers, and the values, up to a power of two."""
    listed = _filled_up(values)
    return ", ".join("?" * len(listed)), listed


def _rows(columns: Sequence[str], wanted: Collection[tuple[Any, ...]]) -> tuple[str, tuple[Any, ...]]:
    """What stands behind VALUES for these rows, and their values."""
    rows = _filled_up(wanted)
    marks = "(" + ", ".join("?" * len(columns)) + ")"
    return ", ".join([marks] * len(rows)), tuple(value for row in rows for value in row)


def _filled_up(rows: Collection[Any]) -> list[Any]:
    """These, with the last one repeated up to a power of two, so that there are few texts to prepare."""
    listed = list(rows)
    return listed + [listed[-1]] * ((1 << (len(listed) - 1).bit_length()) - len(listed))
