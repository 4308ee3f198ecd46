"""One call: who asks, in what context, and the core that answers; made before Spyne, read by its services."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from domain.core import LoyaltyCore
from domain.identity.caller import Caller
from wsdl.compiled.known import Known
from wsdl.context import RequestContext
from wsdl.guard import Admission

ENVIRON_KEY = "loyalty.soap.call"


@dataclass(frozen=True, slots=True)
class ReplySettings:
    """How replies are shaped: rows on a page where the till does not say, and whether paging attributes are zeros."""

    page_size_default: int
    paging_zeros: bool


class Call(NamedTuple):
    """Everything that a service needs for one call beside the request object."""

    core: LoyaltyCore
    admission: Admission | Known
    caller: Caller
    context: RequestContext
    settings: ReplySettings
    correlation_id: str


def call_of(spyne_context: Any) -> Call:
    """The call that a Spyne method context carries."""
    call: Call = spyne_context.transport.req_env[ENVIRON_KEY]
    return call
