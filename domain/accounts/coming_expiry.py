"""Points that have an end, and when that is."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ComingExpiry:
    """So many points (scaled) are gone from `expires_at` on, unless they are spent before."""

    expires_at: datetime
    points: int
