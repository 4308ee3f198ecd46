"""zeep, Node's soap and PHP's SoapClient send purchases to the program, in both versions of SOAP."""

import pytest

from tests.interop.clients import CLIENTS, contract_of, plan_for, run_by
from tests.interop.ticket_scenario import judge_tickets, ticket_steps
from tests.services.gateway import ServedGateway
from wsdl.names import VERSIONS, SoapVersion


@pytest.mark.parametrize(
    ("authentication", "query"), [("basic", "?wsdl"), ("digest", "?wsdl"), ("basic", "?singleWsdl")]
)
@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_sends_purchases(
    gateway: ServedGateway, client: str, version: SoapVersion, authentication: str, query: str
) -> None:
    plan = plan_for(gateway.url, version, authentication, "")
    name = f"{client}-{version.number}-{authentication}-{query[1]}"
    plan |= {
        "contracts": {"PosTicketService": contract_of(gateway.url, version, "PosTicketService", query)},
        "steps": ticket_steps(name),
    }
    judge_tickets(run_by(client, plan), {str(line.get("correlation_id")) for line in gateway.lines})
