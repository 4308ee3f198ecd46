"""Merges: both halves of each, and the account that it closed."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from domain.accounts.account import SUB_BALANCES, AccountStatus
from domain.verification.finding import Finding
from domain.verification.merge_rows import MergedRow, MergeRow

_SUB_BALANCES = {kind.value for kind in SUB_BALANCES}


def check_merges(rows: Iterable[MergeRow]) -> Iterator[Finding]:
    """What is wrong with the movements of merges; the rows come in the order of the halves that gave."""
    for movement_id, group in groupby(rows, key=lambda row: row.id):
        halves = list(group)
        row, count = halves[0], sum(half.taken_id is not None for half in halves)
        sentences = [f"{count} movements take what it gave in a merge; one must"] if count != 1 else list(_wrong(row))
        yield from (Finding("movement", str(movement_id), sentence) for sentence in sentences)


def check_merged(rows: Iterable[MergedRow]) -> Iterator[Finding]:
    """What is wrong with the accounts that were merged, and with those that they were merged into."""
    for row in rows:
        for sentence in _wrong_account(row):
            yield Finding("account", f"{row.id} ({row.kind} {row.number})", sentence)


def _wrong(row: MergeRow) -> Iterator[str]:
    if row.found_id is None:
        yield f"movement {row.taken_id} took in a merge what this was to give, and it is missing"
        return
    if row.moved + row.taken:
        yield f"it gave {-row.moved} in a merge, and movement {row.taken_id} took {row.taken}"
    if row.balance:
        yield f"its account {row.account_id} was merged, and has {row.balance}"
    if row.kind not in _SUB_BALANCES and row.merged_into_id not in {row.taken_by, row.taker_into_id}:
        yield f"its account {row.account_id} points to {row.merged_into_id}, account {row.taken_by} took what it had"


def _wrong_account(row: MergedRow) -> Iterator[str]:
    if row.merged_accounts != row.pointing:
        yield f"it says that {row.merged_accounts} were merged into it, {row.pointing} point to it"
    if row.merged_into_id is None and not row.merges:
        return
    if row.merged_into_id is None:
        yield "it was merged, and points to no account"
    elif row.into_kind != row.kind or row.into_merged_id is not None:
        yield f"it points to account {row.merged_into_id}, which is missing, of another type or merged itself"
    if row.status != AccountStatus.CLOSED.value:
        yield f"it was merged, and is {row.status}"
    if row.merges != 1:
        yield f"it points to another account, and {row.merges} movements merged it; one must"
