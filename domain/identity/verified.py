"""A credential whose secret was shown, and the caller that it makes."""

from dataclasses import dataclass

from domain.identity.caller import Caller, Operation
from domain.identity.credential import Credential
from domain.identity.ports import Programmes
from domain.identity.rejection import Reason, RejectedError
from domain.identity.timed_cache import TimedCache
from domain.programmes.programme import Programme

SIZE = 1_000


@dataclass(frozen=True, slots=True)
class Verified:
    """A credential that was proved, by the secret of this version, for these operations."""

    credential: Credential
    version: int
    operations: frozenset[Operation]


class RecentProgrammes:
    """Programmes by id and by code, each at most `lifetime_seconds` old."""

    def __init__(self, programmes: Programmes, lifetime_seconds: float) -> None:
        self._programmes = programmes
        self._kept: TimedCache[int | str, Programme] = TimedCache(lifetime_seconds, SIZE)

    def by_id(self, programme_id: int) -> Programme | None:
        """As `Programmes.by_id`."""
        return self._kept.get(programme_id) or self._keep(programme_id, self._programmes.by_id(programme_id))

    def by_code(self, code: str) -> Programme | None:
        """As `Programmes.by_code`."""
        return self._kept.get(code) or self._keep(code, self._programmes.by_code(code))

    def _keep(self, key: int | str, programme: Programme | None) -> Programme | None:
        if programme:
            self._kept.put(key, programme)
        return programme


def caller_of(verified: Verified, programmes: Programmes) -> Caller:
    """The caller that a proved credential makes; raises `RejectedError` where its programme is gone."""
    credential = verified.credential
    programme = programmes.by_id(credential.programme_id)
    if programme is None:
        raise RejectedError(Reason.PROGRAMME_UNKNOWN, name=credential.name)
    return Caller(
        programme=programme,
        credential_id=credential.id,
        name=credential.name,
        operations=verified.operations,
        sites=credential.scope.sites,
        default_site=credential.scope.default_site,
        default_device=credential.scope.default_device,
    )
