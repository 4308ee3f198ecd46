"""Use case: close a site for good."""

from dataclasses import dataclass

from domain.errors import InvalidInput
from domain.programmes.programme import Programme
from domain.programmes.programme_records import ProgrammeRecords
from domain.status import Status
from domain.text import echo


@dataclass(frozen=True, slots=True)
class CloseSite:
    """Calls that name a closed site are refused; the accounts that were opened there stay."""

    programmes: ProgrammeRecords

    def __call__(self, programme: Programme, code: str) -> Status:
        """Close it, in every programme that it serves; raises `InvalidInput` where no such site serves this one."""
        status = self.programmes.change_site_status(programme, code, lambda _: Status.CLOSED)
        if status is None:
            raise InvalidInput(f"No site {echo(code)!r} serves programme {programme.code}.", field="code")
        return status
