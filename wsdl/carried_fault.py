"""How a fault of ours travels through Spyne."""

import logging
from typing import Any

import spyne

from domain.errors import LoyaltyError
from wsdl.call import call_of
from wsdl.faults import Fault, fault_of
from wsdl.refusal import SoapRefusal

logger = logging.getLogger(__name__)


class CarriedFault(spyne.Fault):
    """A Spyne fault that carries ours; the protocol writes ours."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(faultcode=fault.kind.value, faultstring=fault.error.sentence)
        self.fault = fault


def carried_fault(spyne_context: Any, error: Exception) -> CarriedFault:
    """Anything that was raised, as a fault that Spyne can carry.

    What is neither an error of the domain nor a refusal is logged with its traceback and becomes a bare Server fault.
    """
    if isinstance(error, CarriedFault):
        return error
    call = call_of(spyne_context)
    if not isinstance(error, LoyaltyError | SoapRefusal):
        logger.error("soap call failed", exc_info=error, extra={"correlation_id": call.correlation_id})
    return CarriedFault(fault_of(error, call.admission.version, call.correlation_id))
