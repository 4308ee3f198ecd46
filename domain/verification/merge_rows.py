"""The rows that proving merges reads, as they are stored; see `rows`."""

from typing import NamedTuple


class MergeRow(NamedTuple):
    """A movement that gave all in a merge and one that took it, where there is one; or one that took from none.

    `merged_into_id` is where the account points that gave, `taker_into_id` where the one points that took.
    """

    id: int
    found_id: int | None
    account_id: int | None
    kind: str
    balance: int
    merged_into_id: int | None
    moved: int
    taken_id: int | None
    taken_by: int | None
    taker_into_id: int | None
    taken: int


class MergedRow(NamedTuple):
    """An account that was merged, or says that some were merged into it: where it points, and what points to it.

    `into_kind` is the type of the account that it points to, None where that is missing.
    """

    id: int
    kind: str
    number: str
    status: str
    merged_into_id: int | None
    into_kind: str | None
    into_merged_id: int | None
    merges: int
    merged_accounts: int
    pointing: int
