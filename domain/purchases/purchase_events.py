"""The events that tickets and tiers leave in the outbox: ids and figures only, no personal data.

Like those of movements, they are in the past tense, their amounts scaled integers and their times microseconds since 1970.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.amounts import to_scaled
from domain.clock import to_microseconds
from domain.purchases.ticket import TicketKind
from domain.purchases.tier_standing import TierStanding

VERSION = 1
ATTRIBUTED, TIER_CHANGED = "TicketAttributed", "TierChanged"
APPROVED, REJECTED = "TicketApproved", "TicketRejected"
BOOKED = {
    TicketKind.SALE: "TicketBooked",
    TicketKind.RETURN: "TicketReturned",
    TicketKind.EXCHANGE: "TicketExchanged",
    TicketKind.CANCELLATION: "TicketCancelled",
}
"""The type of the one event that each ticket leaves when it is booked."""


@dataclass(frozen=True, slots=True)
class PurchaseEvent:
    """An event that leaves with the transaction that did what it tells of."""

    type: str
    body: dict[str, object]
    version: int = VERSION


@dataclass(frozen=True, slots=True)
class TicketFigures:
    """What the events of a ticket tell: whose it is (None while it is nobody's), and the points of its receipt."""

    ticket_id: int
    account_id: int | None
    earned: Decimal
    taken_back: Decimal

    def as_body(self) -> dict[str, object]:
        """The members of the body."""
        return {
            "ticket": self.ticket_id,
            "account": self.account_id,
            "earned": to_scaled(self.earned),
            "takenBack": to_scaled(self.taken_back),
        }


def booked(kind: TicketKind, figures: TicketFigures, occurred_at: datetime, original_id: int | None) -> PurchaseEvent:
    """A ticket was booked; `original_id` is the ticket that comes back with it, in part or whole."""
    more = {"kind": kind.value, "occurredAt": to_microseconds(occurred_at), "original": original_id}
    return PurchaseEvent(BOOKED[kind], {**figures.as_body(), **more})


def attributed(figures: TicketFigures) -> PurchaseEvent:
    """A ticket that was nobody's was given to a member, and earned."""
    return PurchaseEvent(ATTRIBUTED, figures.as_body())


def approved(figures: TicketFigures) -> PurchaseEvent:
    """Somebody has looked at a ticket in review, and it earned."""
    return PurchaseEvent(APPROVED, figures.as_body())


def rejected(figures: TicketFigures) -> PurchaseEvent:
    """Somebody has looked at a ticket in review, and it earns nothing."""
    return PurchaseEvent(REJECTED, figures.as_body())


def tier_changed(account_id: int, number: int, standing: TierStanding) -> PurchaseEvent:
    """A standing began, as the member's change of this number: reached, kept or dropped."""
    resets_at = standing.resets_at
    body: dict[str, object] = {
        "account": account_id,
        "number": number,
        "tier": standing.code,
        "reason": standing.reason.value,
        "joinedAt": to_microseconds(standing.joined_at),
        "resetsAt": to_microseconds(resets_at) if resets_at else None,
        "points": to_scaled(standing.points),
    }
    return PurchaseEvent(TIER_CHANGED, body)
