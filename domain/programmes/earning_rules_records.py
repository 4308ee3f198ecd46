"""Port: where the versions of a programme's earning rules are kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.programmes.earning_rules import EarningRules
from domain.programmes.programme import Programme


@dataclass(frozen=True, slots=True)
class RulesVersion:
    """Rules that were set: their version, counted from 1, and since when (aware, UTC) purchases are judged by them."""

    version: int
    valid_from: datetime
    set_at: datetime
    rules: EarningRules


class EarningRulesRecords(Protocol):
    """Keeps versions, which are never changed and never removed. All methods raise `StoreUnavailable`."""

    def list(self, programme: Programme) -> Sequence[RulesVersion]:
        """All versions, the newest first."""

    def at(self, programme: Programme, moment: datetime) -> RulesVersion | None:
        """The version by which a purchase of this moment is judged: of those begun by then, the newest."""

    def add(self, programme: Programme, rules: EarningRules, valid_from: datetime, now: datetime) -> RulesVersion:
        """Add the next version, durable when this returns.

        Raises `InvalidInput` where a version is there already and `valid_from` is before it or before `now`.
        """


def version_at(versions: Sequence[RulesVersion], moment: datetime) -> RulesVersion | None:
    """What `EarningRulesRecords.at` says of this moment, by what `list` gave."""
    return next((version for version in versions if version.valid_from <= moment), None)
