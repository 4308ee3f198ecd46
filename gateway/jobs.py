"""The background work of a gateway, in the order in which a worker does it."""

from collections.abc import Sequence

from domain.accounts.announce_expiry import AnnounceExpiry, ExpiryNotices
from domain.accounts.expire_points import ExpiredPoints, ExpirePoints
from domain.accounts.lapse_holds import ExpiredHolds, LapseHolds
from domain.clock import Clock
from domain.purchases.reset_tiers import ResetTiers, TierResets
from domain.purchases.roll_over_escrow import RollOverEscrow
from domain.purchases.ticket_books import TicketBooks
from gateway.worker import Job


def build_jobs(
    expired: ExpiredHolds,
    tickets: TicketBooks,
    points: ExpiredPoints,
    notices: ExpiryNotices,
    resets: TierResets,
    clock: Clock,
) -> Sequence[Job]:
    """The jobs over these adapters."""
    return (
        Job("holds lapsed", LapseHolds(expired, clock)),
        Job("tickets rolled over", RollOverEscrow(tickets, clock)),
        Job("accounts looked at for points that expire", ExpirePoints(points, clock)),
        Job("accounts looked at for points to announce", AnnounceExpiry(notices, clock)),
        Job("tiers looked at again", ResetTiers(resets, clock)),
    )
