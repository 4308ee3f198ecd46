"""Nothing is answered before the caller is known."""

from base64 import b64encode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from domain.identity.authenticate import CustomerCredentials, PasswordCredentials, TokenCredentials
from tests.rest.fakes.core import FakeWorld

ACCOUNT = "/WebRestApi/rest/accounts/customerLoyaltyAccount/1"
OPEN_TO_ALL = {"OAuth2.issueToken", "api-pages.page", "api-pages.document", "api-pages.asset"}
"""Endpoints that answer without credentials: the token endpoint and the API's own pages."""


def test_no_route_answers_without_credentials(app: Flask, anyone: FlaskClient) -> None:
    tried = 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN_TO_ALL:
            continue
        _, path = rule.build(dict.fromkeys(rule.arguments, "1")) or ("", "")
        for method in rule.methods or ():
            reply = anyone.open(path, method=method, json={})
            assert reply.status_code == 401, f"{method} {path} answered {reply.status_code}"
            tried += 1
    assert tried > 10
    assert {rule.endpoint for rule in app.url_map.iter_rules()} >= OPEN_TO_ALL


@pytest.mark.parametrize("method", ["OPTIONS", "TRACE", "PUT", "DELETE"])
def test_other_methods_are_not_taken(till: FlaskClient, method: str) -> None:
    reply = till.open(ACCOUNT, method=method)
    assert reply.status_code == 405
    assert "GET" in reply.headers["Allow"]
    assert reply.get_json()["errorCode"] == "MethodNotAllowed"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": ""},
        {"Authorization": "Basic"},
        {"Authorization": "Basic !!!"},
        {"Authorization": "Basic dGlsbC0xOmRlbW\xe9"},
        {"Authorization": "Basic " + b64encode(b"till-1").decode()},
        {"Authorization": "Basic " + b64encode(b"till-1:wrong").decode()},
        {"Authorization": "Basic " + b64encode(b"\xff\xfe:demo").decode()},
        {"Authorization": "Basic " + b64encode(b"till-1\x00:demo").decode()},
        {"Authorization": "Basic " + b64encode(b":demo").decode()},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer bad"},
        {"Authorization": "Digest username=till-1"},
        {"Authorization": "Negotiate abc"},
        {"id_token": "nobody"},
        {"id_token": "customer 100", "Authorization": "Bearer good"},
        {"id_token": "customer 100", "Authorization": "nonsense"},
    ],
)
def test_missing_or_wrong_credentials_are_401_with_a_challenge(anyone: FlaskClient, headers: dict[str, str]) -> None:
    reply = anyone.get(ACCOUNT, headers=headers)
    assert reply.status_code == 401
    challenges = reply.headers.getlist("WWW-Authenticate")
    assert [challenge.partition(" ")[0] for challenge in challenges] == ["Basic", "Bearer"]
    assert reply.get_json()["errorCode"] == "Unauthenticated"
    assert reply.headers["Cache-Control"] == "no-store"


def test_a_refused_bearer_token_is_called_invalid(anyone: FlaskClient) -> None:
    reply = anyone.get(ACCOUNT, headers={"Authorization": "Bearer bad"})
    assert 'error="invalid_token"' in reply.headers.getlist("WWW-Authenticate")[1]


@pytest.mark.parametrize(
    ("headers", "credentials"),
    [
        ({"Authorization": "Basic dGlsbC0xOmRlbW8="}, PasswordCredentials("till-1", "demo", is_secure=True)),
        ({"Authorization": "bearer good"}, TokenCredentials("good")),
        ({"id_token": "customer 100"}, CustomerCredentials("customer 100")),
    ],
)
def test_each_kind_of_credentials_reaches_the_core(
    anyone: FlaskClient, world: FakeWorld, headers: dict[str, str], credentials: object
) -> None:
    assert anyone.get(ACCOUNT, headers=headers).status_code == 200
    assert world.authenticate.seen == [credentials]


@pytest.mark.parametrize(
    ("environ", "is_secure"),
    [
        ({"REMOTE_ADDR": "127.0.0.1"}, True),
        ({"REMOTE_ADDR": "::1"}, True),
        ({"REMOTE_ADDR": "192.0.2.1"}, False),
        ({"REMOTE_ADDR": "192.0.2.1", "wsgi.url_scheme": "https"}, True),
        ({"REMOTE_ADDR": ""}, False),
    ],
)
def test_the_core_learns_whether_the_transport_protects_a_password(
    till: FlaskClient, world: FakeWorld, environ: dict[str, str], is_secure: bool
) -> None:
    till.get(ACCOUNT, environ_overrides=environ)
    [seen] = world.authenticate.seen
    assert isinstance(seen, PasswordCredentials)
    assert seen.is_secure is is_secure


def test_a_subject_that_contradicts_the_customers_token_is_403(anyone: FlaskClient) -> None:
    reply = anyone.get(ACCOUNT, headers={"id_token": "customer 100", "subject": "200"})
    assert (reply.status_code, reply.get_json()["errorCode"]) == (403, "NotAllowed")


@pytest.mark.parametrize("name", ["subject", "enactor-device-id", "enactor-location-id", "enactor-user-id"])
def test_a_header_that_is_no_identifier_is_refused_by_name(till: FlaskClient, name: str) -> None:
    reply = till.get(ACCOUNT, headers={name: "1" * 101})
    assert (reply.status_code, reply.get_json()["field"]) == (400, name)


def test_credentials_come_before_everything_in_the_message(anyone: FlaskClient) -> None:
    reply = anyone.post("/WebRestApi/rest/accountBalances/update", data=b"{" * 100_000, content_type="text/plain")
    assert reply.status_code == 401
