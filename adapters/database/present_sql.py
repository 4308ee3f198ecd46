"""Parts of statements that tell what is true of `account a` at a moment, whether or not anybody has written it yet.

Each binds the moment once, in microseconds.
"""

# The sum keeps SQLite off the index by expiry, which has every open hold there is: it chose that one where the statistics
# were taken before there were holds.
HELD = (
    "CASE WHEN a.open_holds > 0 THEN (SELECT SUM(-h.amount) FROM hold h "
    "WHERE h.account_id = a.id AND h.state = 'open' AND h.amount < 0 AND h.expires_at + 0 > ?) END"
)
"""What open holds reserve, NULL for nothing."""
DUE = "(SELECT SUM(l.left_amount) FROM escrow_lot l WHERE l.account_id = a.id AND l.state = 'open' AND l.due_at <= ?)"
"""Points that have waited long enough, NULL for none."""
TIER_ENDED = "(SELECT s.due_at FROM tier_standing s WHERE s.account_id = a.id AND s.due_at <= ?)"
"""When the tier ended, or its points did; NULL where neither has."""
