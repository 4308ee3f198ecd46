"""schemathesis over the API's document: no server error, and no reply that the document does not know."""

from typing import Any

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, settings
from schemathesis.specs.openapi import checks

from domain.accounts.account_details import CardDetails
from domain.customers.customer import Customer
from domain.customers.identifier_keys import customer_uuid
from domain.engagement.member_profile import MemberProfile
from domain.programmes.earning_rules_form import read_rules
from rest.application import build_rest_application
from tests.builders import START
from tests.rest.conftest import TILL
from tests.rest.fakes.authenticate import PROGRAMME
from tests.rest.fakes.core import FakeWorld

# Not `positive_data_acceptance`: values that fit the document are refused by rules that a schema can't say (one of two
# parameters, a token of the same search, a postcode of the country), and they are most of what is generated.
CHECKS = [
    schemathesis.checks.not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.unsupported_method,
]

ACME = """{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "tiers": {"system": "ACME", "levels": [
  {"code": "GOLD", "name": "Gold", "entry": 10000}]}}"""


def application() -> Flask:
    """The API over a small world: the account of the documented example, and two customers."""
    world = FakeWorld()
    amelia = Customer("100", "Baldwin", "Amelia")
    world.enrol(amelia, Customer("101", "Smith"))
    card = CardDetails("8934736829037", "ab" * 32)
    world.profiles.put(PROGRAMME, MemberProfile(customer_uuid(1), amelia, START))
    world.earning_rules.add(PROGRAMME, read_rules(ACME), START, START)
    world.ledger.open("0101025190527144502028", amelia, balance=1000, card=card)
    return build_rest_application(world.core, issue_token=world.issue_token, clock=world.clock)


API = schemathesis.openapi.from_wsgi("/api/openapi.json", application())


@API.parametrize()
@settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_every_reply_is_documented(case: Any) -> None:
    case.call_and_validate(checks=CHECKS, headers={"Authorization": TILL})


@pytest.mark.parametrize("subject", ["100", "101", "404"])
def test_every_reply_about_a_customer_is_documented(subject: str) -> None:
    for path in ("/loyalty", "/customers", "/customers/transactions", "/accounts/search"):
        case = API[f"/WebRestApi/rest{path}"]["GET"].Case()
        reply = case.call_and_validate(checks=CHECKS, headers={"Authorization": TILL, "subject": subject})
        assert reply.status_code == 200


@pytest.mark.parametrize(
    "path", [f"users/{customer_uuid(1)}", "users/search?external_id=100", "users/search", "users/0"]
)
def test_every_reply_about_a_user_is_documented(path: str) -> None:
    path, _, query = path.partition("?")
    template = "search" if path.endswith("search") else "{user_id}"
    case = API[f"/priv/v1/apps/{{api_key}}/users/{template}"]["GET"].Case(
        path_parameters={"api_key": "CLUB", "user_id": path.removeprefix("users/")},
        query={**dict([query.split("=")] if query else []), "expand_incentives": "true", "show_identifiers": "true"},
    )
    reply = case.call_and_validate(checks=CHECKS, headers={"Authorization": TILL})
    assert reply.status_code == (404 if path == "users/0" else 200)
