"""The event of points that are about to expire: ids and figures only, no personal data."""

from datetime import datetime

from domain.clock import to_microseconds

EXPIRY_ANNOUNCED = "PointsExpiryAnnounced"
VERSION = 1


def expiry_announced(account_id: int, points: int, expires_at: datetime) -> dict[str, object]:
    """The body: so many points (scaled) of this account, which are there now, expire at this moment."""
    return {"account": account_id, "points": points, "expiresAt": to_microseconds(expires_at)}
