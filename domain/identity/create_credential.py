"""Use case: make a credential for a till or a partner."""

from dataclasses import dataclass, field

from domain.clock import Clock
from domain.errors import InvalidInput
from domain.identity.credential import CredentialDraft, CredentialScope, StoredSecret
from domain.identity.find_credential import NAME_FORM
from domain.identity.ports import CredentialRecords, Programmes
from domain.identity.secret_maker import SecretMaker, ShownCredential
from domain.programmes.programme import Programme
from domain.text import LONGEST_IDENTIFIER, echo


@dataclass(frozen=True, slots=True)
class NewCredential:
    """What is asked for. `chosen_secret` is empty to have one generated; `allows_digest` is for WS-Security digests."""

    programme_code: str
    name: str
    scope: CredentialScope = field(default_factory=CredentialScope)
    chosen_secret: str = field(default="", repr=False)
    allows_digest: bool = False
    is_demo: bool = False


@dataclass(frozen=True, slots=True)
class CreateCredential:
    """Credentials belong to one programme. Their names are unique over all programmes, for ever."""

    records: CredentialRecords
    programmes: Programmes
    secrets: SecretMaker
    clock: Clock

    def __call__(self, command: NewCredential) -> ShownCredential:
        """The credential and its secret, shown this once; raises `InvalidInput` and has then made nothing."""
        if not NAME_FORM.fullmatch(command.name):
            raise InvalidInput(
                f"A name is 1 to {LONGEST_IDENTIFIER} ASCII characters without spaces and colons.", field="name"
            )
        programme = self.programmes.by_code(command.programme_code)
        if programme is None:
            raise InvalidInput(f"There is no programme {echo(command.programme_code)!r}.", field="programme")
        _check_scope(command.scope, programme)
        secret = self.secrets.make(command.chosen_secret, is_demo=command.is_demo)
        if command.allows_digest:
            self.secrets.require_vault()
        hashed = self.secrets.hash(command.name, secret)

        def keep(credential_id: int) -> StoredSecret:
            return self.secrets.keep(credential_id, hashed, secret, allows_digest=command.allows_digest)

        draft = CredentialDraft(programme.id, command.name, command.scope, self.clock.now(), is_demo=command.is_demo)
        return ShownCredential(self.records.add(draft, keep), secret)


def _check_scope(scope: CredentialScope, programme: Programme) -> None:
    if not scope.operations:
        raise InvalidInput("Give at least one operation.", field="operations")
    if scope.sites is not None and not scope.sites:
        raise InvalidInput("Give at least one site, or leave sites out for all of them.", field="sites")
    default = {scope.default_site} if scope.default_site else set()
    for code in sorted((scope.sites or set()) | default):
        if code not in programme.sites:
            raise InvalidInput(f"The programme has no site {echo(code)!r}.", field="sites")
    if scope.sites is not None and not default <= scope.sites:
        raise InvalidInput("The default site is not one of the credential's sites.", field="default_site")
