"""Use case: close a programme for good."""

from dataclasses import dataclass

from domain.errors import InvalidInput
from domain.programmes.programme_records import ProgrammeRecords, ProgrammeStanding
from domain.status import Status
from domain.text import echo


@dataclass(frozen=True, slots=True)
class CloseProgramme:
    """Closes programmes whose accounts are all closed; what they did stays on record."""

    programmes: ProgrammeRecords

    def __call__(self, code: str) -> Status:
        """Close it; raises `InvalidInput` where there is none of this code, or accounts are still open."""

        def close(standing: ProgrammeStanding) -> Status:
            if standing.open_accounts:
                raise InvalidInput(
                    f"Programme {code} has {standing.open_accounts} accounts that are not closed: close them first, or "
                    "block the programme.",
                    field="code",
                )
            return Status.CLOSED

        status = self.programmes.change_status(code, close)
        if status is None:
            raise InvalidInput(f"There is no programme {echo(code)!r}.", field="code")
        return status
