"""The Spyne applications: one for each service and SOAP version, for a Spyne application speaks one protocol."""

from collections.abc import Mapping
from typing import Any

from spyne import Application
from spyne.server.wsgi import WsgiApplication

from wsdl.account_balance_service import AccountBalanceService
from wsdl.carried_fault import carried_fault
from wsdl.contract import Contract
from wsdl.customer_service import CustomerService
from wsdl.names import CORE, SoapVersion
from wsdl.protocol import PROTOCOLS

SPYNE_SERVICES = {"CustomerService": CustomerService, "AccountBalanceService": AccountBalanceService}


class ContractApplication(Application):
    """A Spyne application that turns every exception of a service into one of our faults."""

    def call_wrapper(self, ctx: Any) -> Any:
        """Call the service; raises only `CarriedFault`."""
        try:
            return super().call_wrapper(ctx)
        except Exception as error:
            raise carried_fault(ctx, error) from error


def spyne_applications(contract: Contract) -> Mapping[tuple[str, SoapVersion], WsgiApplication]:
    """The WSGI applications by service name and SOAP version; each expects a `Call` in its environ."""
    return {
        (name, version): WsgiApplication(
            ContractApplication(
                [service], tns=CORE, name=name, in_protocol=protocol(contract), out_protocol=protocol(contract)
            )
        )
        for name, service in SPYNE_SERVICES.items()
        for version, protocol in PROTOCOLS.items()
    }
