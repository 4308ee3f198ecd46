"""POST /oauth2/token: RFC 6749, client credentials."""

from base64 import b64encode
from typing import Any

import pytest
from flask.testing import FlaskClient

from tests.rest.conftest import TILL
from tests.rest.fakes.core import FakeWorld

TOKEN = "/oauth2/token"
FORM = {"grant_type": "client_credentials"}


@pytest.mark.parametrize("path", [TOKEN, f"{TOKEN}/"])
@pytest.mark.parametrize(
    ("form", "headers"),
    [({}, {"Authorization": TILL}), ({"client_id": "till-1", "client_secret": "demo"}, {})],
)
def test_a_till_gets_a_token_that_opens_the_api(
    anyone: FlaskClient, path: str, form: dict[str, str], headers: dict[str, str]
) -> None:
    reply = anyone.post(path, data={**FORM, **form}, headers=headers)
    assert reply.status_code == 200
    assert reply.get_json() == {"access_token": "good", "token_type": "Bearer", "expires_in": 900}
    assert reply.headers["Cache-Control"] == "no-store"
    bearer = {"Authorization": f"Bearer {reply.get_json()['access_token']}"}
    assert anyone.get("/WebRestApi/rest/accounts/customerLoyaltyAccount/1", headers=bearer).status_code == 200


def test_a_scope_is_handed_on_and_named_in_the_reply(anyone: FlaskClient) -> None:
    reply = anyone.post(TOKEN, data={**FORM, "scope": "enquire-balance"}, headers={"Authorization": TILL})
    assert reply.get_json()["scope"] == "enquire-balance"


def basic(name_and_secret: bytes) -> dict[str, str]:
    """The header of HTTP Basic."""
    return {"Authorization": "Basic " + b64encode(name_and_secret).decode()}


@pytest.mark.parametrize(
    ("form", "headers", "status", "error"),
    [
        (FORM, {}, 401, "invalid_client"),
        (FORM, basic(b"till-1:wrong"), 401, "invalid_client"),
        (FORM, basic(b"till-1"), 401, "invalid_client"),
        (FORM, basic(b"\xff:\xfe"), 401, "invalid_client"),
        (FORM, basic(b"till-1\x00:demo"), 401, "invalid_client"),
        (FORM, {"Authorization": "Basic !"}, 401, "invalid_client"),
        (FORM, {"Authorization": "Basic dGlsbC0xOmRlbW\xe9"}, 401, "invalid_client"),
        (FORM, {"Authorization": "Bearer good"}, 401, "invalid_client"),
        ({**FORM, "client_id": "till-1"}, {}, 401, "invalid_client"),
        ({**FORM, "client_id": "till-1", "client_secret": "wrong"}, {}, 401, "invalid_client"),
        ({**FORM, "client_id": "till\x00", "client_secret": "x"}, {}, 401, "invalid_client"),
        ({**FORM, "scope": 'everything é "x"'}, basic(b"till-1:demo"), 400, "invalid_scope"),
        ({}, basic(b"till-1:demo"), 400, "unsupported_grant_type"),
        ({"grant_type": "password"}, basic(b"till-1:demo"), 400, "unsupported_grant_type"),
        ({"grant_type": 'é\x00"\\' + "x" * 5_000}, basic(b"till-1:demo"), 400, "unsupported_grant_type"),
    ],
)  # fmt: skip
def test_what_is_refused_is_refused_as_the_standard_says(
    anyone: FlaskClient, form: dict[str, str], headers: dict[str, str], status: int, error: str
) -> None:
    reply = anyone.post(TOKEN, data=form, headers=headers)
    assert (reply.status_code, reply.get_json()["error"]) == (status, error)
    assert len(reply.get_json().get("error_description", "")) <= 200
    assert ("WWW-Authenticate" in reply.headers) == (status == 401)
    assert reply.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"json": FORM}, 400),
        ({"data": b"\xff\xfe%%%", "content_type": "application/x-www-form-urlencoded"}, 400),
        ({"data": {**FORM, "scope": "x" * 70_000}}, 413),
    ],
)
def test_a_body_that_is_no_form_is_refused_cleanly(anyone: FlaskClient, sent: dict[str, Any], status: int) -> None:
    assert anyone.post(TOKEN, headers={"Authorization": TILL}, **sent).status_code == status


def test_a_store_that_is_away_is_a_problem_and_not_a_wrong_secret(anyone: FlaskClient, world: FakeWorld) -> None:
    world.issue_token.is_away = True
    reply = anyone.post(TOKEN, data=FORM, headers={"Authorization": TILL})
    assert (reply.status_code, reply.get_json()["errorCode"]) == (503, "StoreUnavailable")
    assert reply.headers["Retry-After"]
