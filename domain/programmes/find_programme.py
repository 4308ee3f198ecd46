"""Use case: find the programme that an administrator means."""

from dataclasses import dataclass

from domain.errors import InvalidInput
from domain.programmes.programme import Programme
from domain.programmes.programme_records import ProgrammeRecords
from domain.text import echo


@dataclass(frozen=True, slots=True)
class FindProgramme:
    """Finds a programme by its code; while there is only one, it need not be named."""

    programmes: ProgrammeRecords

    def __call__(self, code: str = "") -> Programme:
        """The programme; raises `InvalidInput`, saying which there are, where none or several are meant."""
        known = self.programmes.list()
        named = [programme for programme in known if not code or programme.code == code]
        if len(named) == 1:
            return named[0]
        if not known:
            raise InvalidInput("There is no programme yet; add one with `programmes add`.", field="programme")
        codes = ", ".join(programme.code for programme in known)
        if code:
            raise InvalidInput(f"There is no programme {echo(code)!r}; there are: {codes}.", field="programme")
        raise InvalidInput(f"There are several programmes; say which with --programme: {codes}.", field="programme")
