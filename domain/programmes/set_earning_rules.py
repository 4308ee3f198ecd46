"""Use case: set what a programme gives for purchases, from a moment on."""

from dataclasses import dataclass
from datetime import UTC, datetime

from domain.clock import Clock
from domain.programmes.earning_rules_form import read_rules
from domain.programmes.earning_rules_records import EarningRulesRecords, RulesVersion
from domain.programmes.programme import Programme


@dataclass(frozen=True, slots=True)
class SetEarningRules:
    """Adds the next version of a programme's earning rules."""

    records: EarningRulesRecords
    clock: Clock

    def __call__(self, programme: Programme, form: str, valid_from: datetime | None = None) -> RulesVersion:
        """The new version; `form` is the JSON text of `earning_rules_form`, `valid_from` is now where not given.

        The first version may reach back. A later one may not: purchases that were judged already would be judged anew
        by other rules when they are sent again. Raises `InvalidInput`.
        """
        now = self.clock.now()
        moment = valid_from or now
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=programme.zone_of(""))
        return self.records.add(programme, read_rules(form), moment.astimezone(UTC), now)
