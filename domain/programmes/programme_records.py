"""Port: where programmes and their sites are kept."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from domain.programmes.programme import Programme, ProgrammeRules, Site
from domain.status import Status


@dataclass(frozen=True, slots=True)
class ProgrammeDraft:
    """A programme before it has an id; `estate` is the code of the estate that owns it, made where it is not known."""

    code: str
    name: str
    estate: str = "main"
    currency: str = "GBP"
    country: str = "GB"
    time_zone: str = "Europe/London"
    rules: ProgrammeRules = field(default_factory=ProgrammeRules)


@dataclass(frozen=True, slots=True)
class ProgrammeStanding:
    """What decides whether a programme may be blocked or closed; `open_accounts` counts those not closed."""

    status: Status
    open_accounts: int


class ProgrammeRecords(Protocol):
    """Keeps programmes and sites. What a method changed is durable when it returns; all raise `StoreUnavailable`."""

    def list(self) -> Sequence[Programme]:
        """All programmes with their sites, by code."""

    def by_code(self, code: str) -> Programme | None:
        """The programme with this code, whatever its status."""

    def add(self, draft: ProgrammeDraft) -> Programme:
        """Add a programme; raises `InvalidInput` where the code is taken."""

    def add_site(self, programme: Programme, site: Site) -> None:
        """Add a site to the programme's estate and let it serve the programme.

        A site that the estate has already under this code joins the programme as it is. Raises `InvalidInput` where it
        serves the programme already.
        """

    def change_status(self, code: str, change: Callable[[ProgrammeStanding], Status]) -> Status | None:
        """Change a programme's status; None where there is none. Where `change` raises, nothing is changed."""

    def change_site_status(self, programme: Programme, code: str, change: Callable[[Status], Status]) -> Status | None:
        """Change the status of a site that serves the programme; None where there is none."""
