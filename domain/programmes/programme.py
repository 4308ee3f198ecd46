"""A programme, its rules and the sites that serve it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

from domain.status import Status


class LateOverspend(Enum):
    """What becomes of a sale that a till reports late, when the account no longer covers it."""

    REFUSE = "refuse"
    ALLOW = "allow"
    CAP = "cap"


@dataclass(frozen=True, slots=True)
class ProgrammeRules:
    """What a programme decides about its ledger.

    `money_in_smallest_unit`: on the Enactor face, money travels as pence and cents (a guess from the vendor's only
    example). `late_after`: an update whose time lies further back than this is late. No points expire before
    `points_expire_from`; None where they last.
    """

    hold_lifetime: timedelta = timedelta(days=15)
    id_reuse_window: timedelta = timedelta(hours=24)
    late_after: timedelta = timedelta(hours=1)
    late_overspend: LateOverspend = LateOverspend.REFUSE
    reversal_may_pass_floor: bool = True
    money_in_smallest_unit: bool = True
    points_precision: int = 0
    points_expire_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """A shop: its code on the wire and its IANA time zone."""

    code: str
    name: str
    time_zone: str
    status: Status = Status.ACTIVE


@dataclass(frozen=True, slots=True)
class Programme:
    """A loyalty programme: ids are unique within it, and no query crosses from one to another."""

    id: int
    code: str
    name: str
    currency: str = "GBP"
    country: str = "GB"
    time_zone: str = "Europe/London"
    rules: ProgrammeRules = field(default_factory=ProgrammeRules)
    sites: Mapping[str, Site] = field(default_factory=dict)
    status: Status = Status.ACTIVE

    def zone_of(self, site_code: str) -> ZoneInfo:
        """The zone in which a time without offset is read: the site's, else the programme's."""
        site = self.sites.get(site_code)
        return ZoneInfo(site.time_zone if site else self.time_zone)
