"""Use case: add a programme."""

from dataclasses import dataclass, replace
from datetime import timedelta

from domain.codes import clean_code, clean_country, clean_name, clean_time_zone
from domain.currencies import currency_code
from domain.errors import InvalidInput
from domain.programmes.programme import Programme, ProgrammeRules
from domain.programmes.programme_records import ProgrammeDraft, ProgrammeRecords

HOLD_LIFETIME_LIMIT = timedelta(days=3650)
POINTS_PRECISION_LIMIT = 4


@dataclass(frozen=True, slots=True)
class AddProgramme:
    """Adds programmes, each with its rules."""

    programmes: ProgrammeRecords

    def __call__(self, draft: ProgrammeDraft) -> Programme:
        """The new programme; raises `InvalidInput` for what can't be kept and for a code that is taken."""
        country = clean_country(draft.country, "country")
        if not country:
            raise InvalidInput(
                "country is empty; give two letters such as GB: they rule the postcodes.", field="country"
            )
        _check_rules(draft.rules)
        return self.programmes.add(
            replace(
                draft,
                code=clean_code(draft.code, "code"),
                name=clean_name(draft.name, "name"),
                estate=clean_code(draft.estate, "estate"),
                currency=currency_code(draft.currency),
                country=country,
                time_zone=clean_time_zone(draft.time_zone, "time_zone"),
            )
        )


def _check_rules(rules: ProgrammeRules) -> None:
    if not timedelta(hours=1) <= rules.hold_lifetime <= HOLD_LIFETIME_LIMIT:
        raise InvalidInput("hold_lifetime_hours is from 1 hour to 3650 days.", field="hold_lifetime_hours")
    if rules.id_reuse_window < timedelta(hours=1):
        raise InvalidInput("id_reuse_window_hours is 1 or more.", field="id_reuse_window_hours")
    if rules.late_after < timedelta(minutes=1):
        raise InvalidInput("late_after_minutes is 1 or more.", field="late_after_minutes")
    if not 0 <= rules.points_precision <= POINTS_PRECISION_LIMIT:
        raise InvalidInput("points_precision is from 0 to 4 decimal places.", field="points_precision")
