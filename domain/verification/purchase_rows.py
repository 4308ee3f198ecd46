"""The rows that proving the events of purchases reads, as they are stored; see `rows`."""

from typing import NamedTuple


class TicketEventRow(NamedTuple):
    """A ticket and one of its events, where there is one; or an event whose ticket is missing (`found_id` None)."""

    ticket_id: int
    found_id: int | None
    programme_id: int | None
    kind: str
    account_id: int | None
    earned: int
    occurred_at: int
    receipt: str
    status: str
    event_id: int | None
    event_programme_id: int | None
    type: str
    body: str
    version: int
    customer_id: int | None
    owner_id: int | None


class TierEventRow(NamedTuple):
    """A change of tier and one of its events, where there is one; or an event whose change is missing (`found_id` None)."""

    account_id: int
    number: int
    found_id: int | None
    tier: str
    reason: str
    joined_at: int
    resets_at: int | None
    points: int | None
    programme_id: int | None
    event_id: int | None
    event_programme_id: int | None
    type: str
    body: str
    version: int
    customer_id: int | None
    owner_id: int | None


class ExpiryEventRow(NamedTuple):
    """An announced expiry and one of its events, where there is one; or an event of none (`found_id` None)."""

    account_id: int
    expires_at: int
    found_id: int | None
    points: int
    announced_at: int
    programme_id: int | None
    event_id: int | None
    event_programme_id: int | None
    type: str
    body: str
    created_at: int
    version: int
    customer_id: int | None
    owner_id: int | None


class StrayEventRow(NamedTuple):
    """An event that tells of nothing that is known, or of several things at once."""

    id: int
