"""Earning rules in memory."""

from collections.abc import Sequence
from datetime import datetime

from domain.errors import InvalidInput
from domain.programmes.earning_rules import EarningRules
from domain.programmes.earning_rules_records import RulesVersion
from domain.programmes.programme import Programme


class FakeEarningRules:
    """An `EarningRulesRecords` over a list for each programme."""

    def __init__(self) -> None:
        self.kept: dict[int, list[RulesVersion]] = {}

    def list(self, programme: Programme) -> Sequence[RulesVersion]:
        return self.kept.get(programme.id, [])[::-1]

    def at(self, programme: Programme, moment: datetime) -> RulesVersion | None:
        return next((version for version in self.list(programme) if version.valid_from <= moment), None)

    def add(self, programme: Programme, rules: EarningRules, valid_from: datetime, now: datetime) -> RulesVersion:
        versions = self.kept.setdefault(programme.id, [])
        if versions and valid_from < max(versions[-1].valid_from, now):
            raise InvalidInput("valid_from lies in the past.", field="valid_from")
        versions.append(RulesVersion(len(versions) + 1, valid_from, now, rules))
        return versions[-1]
