"""Leaving the sub-balances of loyalty accounts out of lists of accounts."""

from domain.accounts.account import SUB_BALANCES

# The concatenation keeps planners from choosing an index by this condition, which nearly every account meets.
NO_SUB_BALANCE = f"a.account_type || '' NOT IN ({', '.join(repr(kind.value) for kind in SUB_BALANCES)})"
"""A condition on `account a`."""
