"""The statements that read the ledger to prove it; their columns are those of `domain.verification.rows`, in order."""

from adapters.database.sub_balances import NO_SUB_BALANCE

COUNTS = """
SELECT (SELECT COUNT(*) FROM account), (SELECT COUNT(*) FROM movement), (SELECT COUNT(*) FROM entry),
(SELECT COUNT(*) FROM idempotency_key), (SELECT COUNT(*) FROM hold), (SELECT COUNT(*) FROM remainder),
(SELECT COUNT(*) FROM outbox)"""

HEADS = """
SELECT a.id, a.account_type, a.number, a.balance, a.open_holds, a.holds_placed, a.sequence, a.head_hash,
COALESCE(h.open, 0), COALESCE(h.placed, 0)
FROM account a LEFT JOIN (
  SELECT account_id, SUM(CASE WHEN state = 'open' THEN 1 ELSE 0 END) AS open, COUNT(*) AS placed
  FROM hold GROUP BY account_id
) h ON h.account_id = a.id ORDER BY a.id"""

ENTRIES = """
SELECT e.account_id, e.sequence, e.movement_id, e.amount, e.balance_after, e.previous_hash, e.hash,
m.id, m.programme_id, m.account_id, m.kind, m.phase, m.moved, m.balance_after, m.held_after, m.available_after,
m.device, m.transaction_id, m.reference_id, m.received_at, m.occurred_at, m.original_id, m.credential_id, m.site,
m.operator, m.reason
FROM entry e LEFT JOIN movement m ON m.id = e.movement_id ORDER BY e.account_id, e.sequence"""

# Each table is read once and in its own order; the rows meet in one group. `sequence` is one of the two below.
UNCOVERED = """
SELECT id, SUM(entries), SUM(keys), SUM(events), SUM(apart) FROM (
  SELECT id, 1 AS told, 0 AS entries, 0 AS keys, 0 AS events, 0 AS apart FROM movement
  UNION ALL SELECT movement_id, 0, 1, 0, 0, sequence FROM entry
  UNION ALL SELECT movement_id, 0, 0, 1, 0, 0 FROM idempotency_key WHERE movement_id IS NOT NULL
  UNION ALL SELECT movement_id, 0, 0, 0, 1, -{sequence} FROM outbox WHERE movement_id IS NOT NULL
) rows_of GROUP BY id
HAVING SUM(told) = 1 AND (SUM(entries) <> 1 OR SUM(events) <> 1 OR SUM(keys) = 0 OR SUM(apart) <> 0) ORDER BY id"""
SEQUENCE_SQLITE = """CAST(substr(body, instr(body, '"sequence":') + 11) AS INTEGER)"""
SEQUENCE_POSTGRESQL = """COALESCE(substring(body FROM '"sequence":([0-9]{1,18})')::bigint, 0)"""

KEYS = """
SELECT k.programme_id, k.key, k.first_key, k.account_id, k.amount, k.phase, k.occurred_at, k.movement_id, k.refusal,
k.moved, k.balance, k.held, k.available, k.expires_at, k.currency, k.original, k.seal, a.programme_id, a.account_type,
a.number, a.currency, a.floor,
m.id, m.programme_id, m.account_id, m.kind, m.phase, m.moved, m.balance_after, m.held_after, m.available_after,
m.device, m.transaction_id, m.reference_id, m.occurred_at, m.original_id, m.reason,
h.movement_id, h.amount, h.expires_at, f.first_key, f.movement_id, f.refusal
FROM idempotency_key k
LEFT JOIN account a ON a.id = k.account_id
LEFT JOIN movement m ON m.id = k.movement_id
LEFT JOIN hold h ON h.movement_id = k.movement_id
LEFT JOIN idempotency_key f ON k.first_key <> k.key AND f.programme_id = k.programme_id AND f.key = k.first_key"""

HOLDS = """
SELECT h.movement_id, h.account_id, h.state, h.resolved_by, p.id, p.account_id, p.kind,
r.id, r.account_id, r.kind, r.original_id
FROM hold h LEFT JOIN movement p ON p.id = h.movement_id LEFT JOIN movement r ON r.id = h.resolved_by
ORDER BY h.movement_id"""

REMAINDERS = """
SELECT o.id, r.left_amount, m.id, m.moved, CAST(COALESCE(b.taken_back, 0) AS BIGINT)
FROM (
  SELECT movement_id AS id FROM remainder UNION SELECT original_id FROM movement WHERE kind = 'reversal'
) o
LEFT JOIN remainder r ON r.movement_id = o.id
LEFT JOIN movement m ON m.id = o.id
LEFT JOIN (
  SELECT original_id, SUM(moved) AS taken_back FROM movement WHERE kind = 'reversal' GROUP BY original_id
) b ON b.original_id = o.id ORDER BY o.id"""

EVENTS = """
SELECT o.id, o.movement_id, o.programme_id, o.type, o.body,
m.id, m.programme_id, m.account_id, m.kind, m.moved, m.balance_after, m.held_after, o.version, o.customer_id,
a.customer_id
FROM outbox o LEFT JOIN movement m ON m.id = o.movement_id LEFT JOIN account a ON a.id = m.account_id WHERE o.movement_id IS NOT NULL ORDER BY o.id"""


def _full_join(columns: str, things: str, events: str, on: str, alone: str, rest: str = "") -> str:
    """The rows of both sides, in two halves: in a FULL JOIN, SQLite reads one side whole for each row of the other.

    `alone` is the condition of an event whose thing is missing, and then the order of all rows.
    """
    return (
        f"SELECT {columns} FROM {things} LEFT JOIN {events} ON {on} {rest} UNION ALL "  # noqa: S608 - the texts below
        f"SELECT {columns} FROM {events} LEFT JOIN {things} ON {on} {rest} WHERE {alone}"
    )


TICKET_EVENTS = _full_join(
    "COALESCE(t.id, o.ticket_id), t.id, t.programme_id, COALESCE(t.kind, ''), t.account_id, COALESCE(t.earned, 0), "
    "COALESCE(t.occurred_at, 0), COALESCE(t.receipt, ''), COALESCE(t.status, ''), o.id, o.programme_id, "
    "COALESCE(o.type, ''), COALESCE(o.body, ''), o.version, o.customer_id, a.customer_id",
    "ticket t",
    "(SELECT id, programme_id, ticket_id, type, body, version, customer_id FROM outbox WHERE ticket_id IS NOT NULL) o",
    "o.ticket_id = t.id",
    "t.id IS NULL ORDER BY 1, 10",
    "LEFT JOIN account a ON a.id = t.account_id",
)

TIER_EVENTS = _full_join(
    "COALESCE(c.account_id, o.tier_account_id), COALESCE(c.number, o.tier_number, 0), c.account_id, "
    "COALESCE(c.tier, ''), COALESCE(c.reason, ''), COALESCE(c.joined_at, 0), c.resets_at, c.points, a.programme_id, "
    "o.id, o.programme_id, COALESCE(o.type, ''), COALESCE(o.body, ''), o.version, o.customer_id, a.customer_id",
    "tier_change c",
    "(SELECT id, programme_id, tier_account_id, tier_number, type, body, version, customer_id FROM outbox "
    "WHERE tier_account_id IS NOT NULL) o",
    "o.tier_account_id = c.account_id AND o.tier_number = c.number",
    "c.account_id IS NULL ORDER BY 1, 2, 10",
    "LEFT JOIN account a ON a.id = c.account_id",
)

EXPIRY_EVENTS = _full_join(
    "COALESCE(n.account_id, o.expiry_account_id), COALESCE(n.expires_at, o.expires_at, 0), n.account_id, "
    "COALESCE(n.points, 0), COALESCE(n.announced_at, 0), a.programme_id, o.id, o.programme_id, COALESCE(o.type, ''), "
    "COALESCE(o.body, ''), COALESCE(o.created_at, 0), o.version, o.customer_id, a.customer_id",
    "expiry_announcement n",
    "(SELECT id, programme_id, expiry_account_id, expires_at, type, body, created_at, version, customer_id FROM outbox "
    "WHERE expiry_account_id IS NOT NULL) o",
    "o.expiry_account_id = n.account_id AND o.expires_at = n.expires_at",
    "n.account_id IS NULL ORDER BY 1, 2, 7",
    "LEFT JOIN account a ON a.id = n.account_id",
)

STRAY_EVENTS = """
SELECT id FROM outbox WHERE (CASE WHEN movement_id IS NULL THEN 0 ELSE 1 END)
+ (CASE WHEN ticket_id IS NULL THEN 0 ELSE 1 END) + (CASE WHEN tier_account_id IS NULL THEN 0 ELSE 1 END)
+ (CASE WHEN expiry_account_id IS NULL THEN 0 ELSE 1 END) <> 1
OR (tier_account_id IS NULL) <> (tier_number IS NULL)
OR (expiry_account_id IS NULL) <> (expires_at IS NULL) ORDER BY id"""

_MERGES = "WITH merge AS MATERIALIZED (SELECT id, account_id, moved, original_id FROM movement WHERE kind = 'merge') "
MERGES = _MERGES + _full_join(
    "COALESCE(g.id, t.original_id), g.id, g.account_id, COALESCE(a.account_type, ''), COALESCE(a.balance, 0), "
    "a.merged_into_id, COALESCE(g.moved, 0), t.id, t.account_id, b.merged_into_id, COALESCE(t.moved, 0)",
    "(SELECT * FROM merge WHERE original_id IS NULL) g",
    "(SELECT * FROM merge WHERE original_id IS NOT NULL) t",
    "t.original_id = g.id",
    "g.id IS NULL ORDER BY 1, 8",
    "LEFT JOIN account a ON a.id = g.account_id LEFT JOIN account b ON b.id = t.account_id",
)

# Sub-balances go with their loyalty account, which alone points anywhere.
MERGED = f"""
{_MERGES}
SELECT a.id, a.account_type, a.number, a.status, a.merged_into_id, i.account_type, i.merged_into_id,
COALESCE(g.merges, 0), COALESCE(a.merged_accounts, 0), COALESCE(p.pointing, 0)
FROM account a LEFT JOIN account i ON i.id = a.merged_into_id
LEFT JOIN (SELECT account_id, COUNT(*) AS merges FROM merge WHERE original_id IS NULL GROUP BY account_id) g
  ON g.account_id = a.id
LEFT JOIN (
  SELECT merged_into_id AS id, COUNT(*) AS pointing FROM account WHERE merged_into_id IS NOT NULL GROUP BY merged_into_id
) p ON p.id = a.id
WHERE (a.merged_into_id IS NOT NULL OR a.merged_accounts IS NOT NULL OR p.id IS NOT NULL OR g.merges IS NOT NULL)
AND {NO_SUB_BALANCE} ORDER BY a.id"""  # noqa: S608 - fixed texts
