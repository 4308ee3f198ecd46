"""Use cases: block a programme for a while, and let it go on."""

from dataclasses import dataclass

from domain.errors import InvalidInput
from domain.programmes.programme_records import ProgrammeRecords
from domain.status import Status, changed_status
from domain.text import echo


@dataclass(frozen=True, slots=True)
class BlockProgramme:
    """While a programme is blocked, its tills and customers are refused."""

    programmes: ProgrammeRecords

    def __call__(self, code: str, *, blocked: bool = True) -> Status:
        """Block it, or unblock it; raises `InvalidInput` where there is none of this code, or it is closed."""
        wanted = Status.BLOCKED if blocked else Status.ACTIVE
        status = self.programmes.change_status(
            code, lambda standing: changed_status(standing.status, wanted, f"Programme {code}")
        )
        if status is None:
            raise InvalidInput(f"There is no programme {echo(code)!r}.", field="code")
        return status
