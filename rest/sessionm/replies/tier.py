"""Tiers: the members of the user, and the object tier_details."""

from typing import Any

from domain.engagement.find_profile import FoundProfile
from domain.programmes.programme import Programme
from rest.sessionm.ids import face_id
from rest.sessionm.replies.figures import plain
from rest.sessionm.replies.point_balances import TIER_QUALIFYING, account_name, point_account_id
from rest.sessionm.replies.tier_schema import TierDetailsSchema
from rest.sessionm.wire_schema import with_letter, with_space

__all__ = ["TierDetailsSchema", "tier_details", "tier_members"]

_ACTIVE = 2
"""What `status`, `discriminator` and `comparison` are in the vendor's example, whatever else they may be."""
_RULE_TREE, _BALANCE_RULE, _AT_LEAST, _ACCOUNT_CONSTRAINT = 2, 2048, 4, 8


def tier_members(found: FoundProfile) -> dict[str, Any]:
    """What the user object says of tiers; nothing of a next one at the top."""
    profile, tier = found.profile, found.tier
    missing = tier.points_missing
    return {
        "tier": tier.name,
        "tier_system": tier.system or None,
        "tier_points": plain(tier.points),
        "next_tier_points": None if missing is None else plain(missing),
        "tier_ends_value": plain(tier.next_level.entry) if tier.next_level else None,
        "tier_entered_at": with_space(profile.tier_joined_at),
        "tier_resets_at": with_space(profile.tier_resets_at),
    }


def tier_details(found: FoundProfile, programme: Programme) -> dict[str, Any]:
    """The object of this member; without levels for one who is in no tier system."""
    profile, tier = found.profile, found.tier
    if not tier.system or not profile.is_enrolled:
        return {"tier_levels": []}
    level: dict[str, Any] = {
        "id": face_id("user tier level", profile.id, tier.code),
        "tier_system_id": face_id("tier system", programme.id, tier.system),
        "tier_level_id": _level_id(programme, tier.code),
        "user_id": profile.id,
        "join_date": with_letter(profile.tier_joined_at),
        "tier_overview": _overview(programme, tier.system, tier.code, tier.name, tier.rank),
        "tier_progress": [],
    }
    if following := tier.next_level:
        overview = _overview(programme, tier.system, following.code, following.name, tier.rank + 1)
        level |= {"next_tier_overview": overview, "tier_progress": [_progress(found, programme)]}
    return {"tier_levels": [level]}


def _overview(programme: Programme, system: str, code: str, name: str, rank: int) -> dict[str, Any]:
    return {
        "id": _level_id(programme, code),
        "tier_system_id": face_id("tier system", programme.id, system),
        "retailer_id": face_id("retailer", programme.id),
        "name": name,
        "rank": rank,
        "status": _ACTIVE,
    }


def _progress(found: FoundProfile, programme: Programme) -> dict[str, Any]:
    tier = found.tier
    level = tier.next_level.code if tier.next_level else ""
    names = {
        "rule_id": face_id("tier rule", programme.id, level),
        "parent_id": face_id("tier rule parent", programme.id, level),
        "tree_id": face_id("tier rule tree", programme.id, level),
    }
    rule = {
        "query_result": plain(tier.points),
        **names,
        "rule_passed": tier.is_reached,
        "rule": _rule(found, programme, names["rule_id"], names["parent_id"]),
    }
    return {"rule_tree_id": names["tree_id"], "rules": [rule], "discriminator": _RULE_TREE, "rule_tree_name": ""}


def _rule(found: FoundProfile, programme: Programme, rule_id: str, parent_id: str) -> dict[str, Any]:
    following = found.tier.next_level
    account = {point_account_id(programme, TIER_QUALIFYING): account_name(programme, TIER_QUALIFYING)}
    constraint = {
        "discriminator": _ACCOUNT_CONSTRAINT,
        "point_accounts": account,
        "id": face_id("tier rule constraint", rule_id),
        "rule_id": rule_id,
        "is_new": False,
        "rank": 0,
    }
    return {
        "discriminator": _BALANCE_RULE,
        "target_balance": plain(following.entry) if following else None,
        "comparison": _AT_LEAST,
        "id": rule_id,
        "retailer_id": face_id("retailer", programme.id),
        "parent_id": parent_id,
        "rank": 0,
        "is_new": False,
        "constraints": [constraint],
    }


def _level_id(programme: Programme, code: str) -> str:
    return face_id("tier level", programme.id, code)
