"""A credential whose secret was shown, and the caller that it makes."""

from typing import NamedTuple

from domain.identity.caller import Caller, Operation
from domain.identity.credential import Credential
from domain.identity.ports import Programmes
from domain.identity.rejection import Reason, RejectedError


class Verified(NamedTuple):
    """A credential that was proved, by the secret of this version, for these operations."""

    credential: Credential
    version: int
    operations: frozenset[Operation]


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
