"""Use cases: block a site for a while, and let it go on."""

from dataclasses import dataclass

from domain.errors import InvalidInput
from domain.programmes.programme import Programme
from domain.programmes.programme_records import ProgrammeRecords
from domain.status import Status, changed_status
from domain.text import echo


@dataclass(frozen=True, slots=True)
class BlockSite:
    """Calls that name a blocked site are refused, in every programme that it serves."""

    programmes: ProgrammeRecords

    def __call__(self, programme: Programme, code: str, *, blocked: bool = True) -> Status:
        """Block it, or unblock it; raises `InvalidInput` where no such site serves the programme, or it is closed."""
        wanted = Status.BLOCKED if blocked else Status.ACTIVE
        status = self.programmes.change_site_status(
            programme, code, lambda present: changed_status(present, wanted, f"Site {code}")
        )
        if status is None:
            raise InvalidInput(f"No site {echo(code)!r} serves programme {programme.code}.", field="code")
        return status
