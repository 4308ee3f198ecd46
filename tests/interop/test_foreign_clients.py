"""zeep, Node's soap and PHP's SoapClient play the scenario against the program, in both versions of SOAP."""

import pytest

from tests.interop.clients import CLIENTS, plan_for, run_by
from tests.interop.judge import judge
from tests.services.gateway import ServedGateway
from wsdl.names import VERSIONS, SoapVersion


@pytest.mark.parametrize("authentication", ["basic", "text", "digest"])
@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_plays_the_scenario(
    gateway: ServedGateway, client: str, version: SoapVersion, authentication: str
) -> None:
    plan = plan_for(gateway.url, version, authentication, f"{client}-{version.number}-{authentication}")
    results = run_by(client, plan)
    judge(results, {str(line.get("correlation_id")) for line in gateway.lines})


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: version.number)
@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_that_reads_the_contract_in_one_file_plays_it_too(
    gateway: ServedGateway, client: str, version: SoapVersion
) -> None:
    plan = plan_for(gateway.url, version, "basic", f"{client}-{version.number}-single")
    plan["contracts"] = {
        service: address.replace("?wsdl", "?singleWsdl") for service, address in plan["contracts"].items()
    }
    judge(run_by(client, plan), {str(line.get("correlation_id")) for line in gateway.lines})


@pytest.mark.parametrize(
    ("version", "authentication"), [(VERSIONS[0], "text"), (VERSIONS[1], "digest")], ids=["1.1", "1.2"]
)
@pytest.mark.parametrize("client", CLIENTS)
def test_a_wrong_token_is_a_typed_fault_too(
    gateway: ServedGateway, client: str, version: SoapVersion, authentication: str
) -> None:
    plan = plan_for(gateway.url, version, authentication, "wrong")
    plan |= {"password": "wrong", "steps": [step for step in plan["steps"] if step["step"] == "update"]}
    (result,) = run_by(client, plan)
    assert result["fault"]["errorCode"] == "Unauthenticated"
    assert result["fault"]["correlationId"] in {str(line.get("correlation_id")) for line in gateway.lines}
