"""Use case: list credentials, without their secrets."""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.errors import InvalidInput
from domain.identity.credential import Credential
from domain.identity.ports import CredentialRecords, Programmes
from domain.text import echo


@dataclass(frozen=True, slots=True)
class ListCredentials:
    """Credentials by name, revoked ones too."""

    records: CredentialRecords
    programmes: Programmes

    def __call__(self, programme_code: str = "") -> Sequence[Credential]:
        """Those of one programme, or of all; raises `InvalidInput` for a programme that there is not."""
        if not programme_code:
            return self.records.list(None)
        programme = self.programmes.by_code(programme_code)
        if programme is None:
            raise InvalidInput(f"There is no programme {echo(programme_code)!r}.", field="programme")
        return self.records.list(programme.id)
