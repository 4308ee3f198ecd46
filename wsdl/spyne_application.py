"""The Spyne applications: one for each service and SOAP version, for a Spyne application speaks one protocol."""

from collections.abc import Mapping
from typing import Any

from spyne import Application, Fault
from spyne.server.wsgi import WsgiApplication

from wsdl.account_balance_service import AccountBalanceService
from wsdl.contract import Contract
from wsdl.contract_versions import part_of
from wsdl.customer_service import CustomerService
from wsdl.names import SoapVersion
from wsdl.pos_ticket_service import PosTicketService
from wsdl.protocol import PROTOCOLS

SPYNE_SERVICES = {
    "CustomerService": CustomerService,
    "AccountBalanceService": AccountBalanceService,
    "PosTicketService": PosTicketService,
}


class CarriedError(Fault):
    """Carries what a service raised through Spyne, which would replace anything but a Fault by one of its own."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error


class ContractApplication(Application):
    """A Spyne application whose services may raise the domain's errors."""

    def call_wrapper(self, ctx: Any) -> Any:
        """Call the service; raises only `CarriedError`."""
        try:
            return super().call_wrapper(ctx)
        except Exception as error:
            raise CarriedError(error) from error


def spyne_applications(contract: Contract) -> Mapping[tuple[str, SoapVersion], WsgiApplication]:
    """The WSGI applications by service name and SOAP version.

    Each expects a `Call` in its environ. It answers, or raises `SoapRefusal`, or a Fault; see `original`.
    """
    return {
        (name, version): WsgiApplication(
            ContractApplication(
                [service],
                tns=part_of(name).namespace,
                name=name,
                in_protocol=protocol(contract),
                out_protocol=protocol(contract),
            )
        )
        for name, service in SPYNE_SERVICES.items()
        for version, protocol in PROTOCOLS.items()
    }


def original(fault: Fault) -> Exception:
    """What was raised behind a Fault: the service's own exception, or Spyne's."""
    return fault.error if isinstance(fault, CarriedError) else fault
