"""Use case: add a site to a programme."""

from dataclasses import dataclass

from domain.codes import clean_code, clean_name, clean_time_zone
from domain.programmes.programme import Programme, Site
from domain.programmes.programme_records import ProgrammeRecords


@dataclass(frozen=True, slots=True)
class AddSite:
    """Adds shops; a shop of the same estate may serve several programmes."""

    programmes: ProgrammeRecords

    def __call__(self, programme: Programme, code: str, name: str, time_zone: str = "") -> Site:
        """The site as it was added; its zone is the programme's where none is given. Raises `InvalidInput`."""
        site = Site(
            clean_code(code, "code"),
            clean_name(name, "name"),
            clean_time_zone(time_zone or programme.time_zone, "time_zone"),
        )
        self.programmes.add_site(programme, site)
        return site
