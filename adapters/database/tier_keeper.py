"""Keeping where members stand in the tiers. The only writer of their tables, and of an account's tier after a purchase."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from adapters.database.hot_transaction import HotTransaction
from domain.amounts import from_scaled
from domain.clock import to_microseconds
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.programmes.programme import Programme
from domain.programmes.tier_rules import TierRules
from domain.purchases.ticket_books import MemberAccounts
from domain.purchases.tier_standing import TierStanding, lifted, reset

_ACCOUNT = "SELECT tier, is_tier_manual FROM account WHERE id = ?"
_SHOWN = "UPDATE account SET tier = ?, tier_description = ? WHERE id = ?"
_CHANGES = "SELECT changes FROM tier_standing WHERE account_id = ?"
_STANDING = """
INSERT INTO tier_standing (account_id, tier, joined_at, resets_at, changes) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (account_id) DO UPDATE SET tier = excluded.tier, joined_at = excluded.joined_at,
resets_at = excluded.resets_at, changes = excluded.changes"""
_CHANGE = "INSERT INTO tier_change (account_id, number, tier, reason, joined_at, resets_at) VALUES (?, ?, ?, ?, ?, ?)"
_STAYS = "UPDATE tier_standing SET resets_at = NULL WHERE account_id = ?"


@dataclass(frozen=True, slots=True)
class Tiers:
    """The levels of a programme as they are now, and the zone in which its years end."""

    rules: TierRules | None
    zone: ZoneInfo


def tiers_of(programme: Programme, rules: EarningRulesRecords, now: datetime) -> Tiers:
    """The tiers by which members of this programme are judged now."""
    version = rules.at(programme, now)
    return Tiers(version.rules.tiers if version else None, programme.zone_of(""))


class TierKeeper:
    """Reads and writes through the transaction that holds the member's accounts locked."""

    def __init__(self, hot: HotTransaction, accounts: MemberAccounts, tiers: Tiers, now: datetime) -> None:
        self._hot = hot
        self._account_id = accounts.spendable.id
        self._points = from_scaled(accounts.tier_qualifying.balance)
        self._tiers = tiers
        self._now = now

    def lift(self) -> None:
        """Move the member up where the points, as they stand now, reach a higher tier."""
        if self._tiers.rules is None:
            return
        present, is_manual = self._hot.rows(_ACCOUNT, (self._account_id,))[0]
        if is_manual:
            return
        standing = lifted(self._tiers.rules, present, self._points, self._now, self._tiers.zone)
        if standing:
            self._write(standing)

    def reset(self) -> None:
        """Look at a tier again that has ended; one that people keep, or that no rule knows any more, stays."""
        present, is_manual = self._hot.rows(_ACCOUNT, (self._account_id,))[0]
        if is_manual or self._tiers.rules is None:
            self._hot.execute(_STAYS, (self._account_id,))
            return
        self._write(reset(self._tiers.rules, present, self._points, self._now, self._tiers.zone))

    def _write(self, standing: TierStanding) -> None:
        known = self._hot.rows(_CHANGES, (self._account_id,))
        number = int(known[0][0]) + 1 if known else 1
        joined_at = to_microseconds(standing.joined_at)
        resets_at = to_microseconds(standing.resets_at) if standing.resets_at else None
        self._hot.execute(_SHOWN, (standing.code, standing.name, self._account_id))
        self._hot.execute(_STANDING, (self._account_id, standing.code, joined_at, resets_at, number))
        change = (self._account_id, number, standing.code, standing.reason.value, joined_at, resets_at)
        self._hot.execute(_CHANGE, change)
