"""Errors as problems: RFC 9457, with Enactor's members, and nothing of the inside."""

import logging
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from domain.error_tree import all_errors
from domain.errors import LoyaltyError
from domain.refusals import NoAccount
from rest.application import build_rest_application
from rest.enactor.errors import STATUS_OF, status_of
from tests.rest.conftest import TILL
from tests.rest.fakes.core import FakeWorld

UPDATE = "/WebRestApi/rest/accountBalances/update"
ACCOUNT = "/WebRestApi/rest/accounts/customerLoyaltyAccount/1"
JSON = "application/json"


def test_the_table_covers_the_whole_tree() -> None:
    uncovered = [error for error in all_errors()[1:] if status_of(error) is STATUS_OF[LoyaltyError]]
    assert uncovered == []


def test_a_problem_has_the_members_of_both_vocabularies(till: FlaskClient) -> None:
    reply = till.get(ACCOUNT, headers={"subject": "\x80"})
    assert reply.content_type == "application/problem+json"
    assert reply.get_json() == {
        "type": "urn:problem-type:loyalty-gateway:InvalidInput",
        "title": "Invalid input",
        "status": 400,
        "detail": "subject has the character U+0080, which is not text; remove it.",
        "@type": "errorMessage",
        "errorCode": "InvalidInput",
        "messageBase": "LoyaltyGateway/Messages",
        "messageId": "InvalidInput",
        "messageText": "subject has the character U+0080, which is not text; remove it.",
        "advice": "Do not send it again as it is: correct the message or the settings first.",
        "correlationId": "correlation-1",
        "moved": False,
        "field": "subject",
        "errors": [{"field": "subject", "detail": "subject has the character U+0080, which is not text; remove it."}],
    }


@pytest.mark.parametrize(
    ("body", "content_type", "headers", "status"),
    [
        (b"{}", "text/plain", {}, 415),
        (b"{}", "", {}, 415),
        (b"{}", "application/xml", {}, 415),
        (b"{}", f"{JSON}; charset=iso-8859-1", {}, 415),
        (b"{}", f"{JSON}; charset=utf-16", {}, 415),
        (b"{}", JSON, {"Content-Encoding": "gzip"}, 415),
        (b"", JSON, {}, 400),
        (b"   ", JSON, {}, 400),
        (b"{", JSON, {}, 400),
        (b"[]", JSON, {}, 400),
        (b'"x"', JSON, {}, 400),
        (b"null", JSON, {}, 400),
        (b"{'a':1}", JSON, {}, 400),
        (b'{"a":1}{"a":1}', JSON, {}, 400),
        (b'{"a":\xff}', JSON, {}, 400),
        ('{"a":1}'.encode("utf-16"), JSON, {}, 400),
        (b'{"accountType":"x","accountType":"y"}', JSON, {}, 400),
        (b'{"x":{"b":1,"b":1}}', JSON, {}, 400),
        (b'{"a":' + b"[" * 40 + b"]" * 40 + b"}", JSON, {}, 400),
        (b'{"a":' + b"[" * 30_000 + b"]" * 30_000 + b"}", JSON, {}, 400),
        (b'{"a":"' + b"x" * 65_536 + b'"}', JSON, {}, 413),
    ],
)  # fmt: skip
def test_a_body_that_is_no_json_object_is_a_clean_problem(
    till: FlaskClient, world: FakeWorld, body: bytes, content_type: str, headers: dict[str, str], status: int
) -> None:
    reply = till.post(UPDATE, data=body, content_type=content_type, headers=headers)
    assert reply.status_code == status
    assert reply.content_type == "application/problem+json"
    assert len(reply.get_json()["detail"]) <= 300
    assert not world.ledger.books.changes.movements


def test_a_body_with_byte_order_mark_or_vendor_type_is_read(till: FlaskClient) -> None:
    body = b'\xef\xbb\xbf{"accountType":"customerLoyaltyAccount","accountId":"1","updateAmount":1,"transactionId":1}'
    for content_type in (JSON, f"{JSON}; charset=UTF-8", f'{JSON};charset="utf-8"', "application/vnd.till+json"):
        assert till.post(UPDATE, data=body, content_type=content_type).status_code == 200


def test_a_long_or_hostile_member_name_is_not_echoed_whole(till: FlaskClient) -> None:
    name = "\\u0000<script>" + "x" * 5_000
    reply = till.post(UPDATE, data=f'{{"{name}":1,"{name}":2}}', content_type=JSON)
    assert reply.status_code == 400
    assert len(reply.data) < 2_000


@pytest.mark.parametrize(
    "path", ["/", "/WebRestApi/rest", "/WebRestApi/rest/accounts//1", "/WebRestApi/rest/x" + "y" * 9_000]
)
def test_an_unknown_address_is_a_problem_that_repeats_nothing(till: FlaskClient, path: str) -> None:
    reply = till.get(path)
    assert (reply.status_code, reply.get_json()["errorCode"]) == (404, "NotFound")
    assert len(reply.data) < 1_000


def test_an_unexpected_exception_leaks_nothing(
    till: FlaskClient, world: FakeWorld, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(*_: Any) -> Any:
        raise RuntimeError("SELECT secret FROM customers")

    monkeypatch.setattr(world.ledger, "read", fail)
    with caplog.at_level(logging.ERROR):
        reply = till.get(ACCOUNT)
    assert reply.status_code == 500
    assert reply.get_json()["errorCode"] == "InternalError"
    assert "moved" not in reply.get_json()
    assert "SELECT" not in reply.text + caplog.text
    assert "RuntimeError" in caplog.text
    assert ACCOUNT not in caplog.text


def test_a_refusal_that_no_endpoint_expects_is_still_a_normal_reply(
    till: FlaskClient, world: FakeWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: Any) -> Any:
        raise NoAccount

    monkeypatch.setattr(world.customers, "read", refuse)
    reply = till.get("/WebRestApi/rest/customers", headers={"subject": "100"})
    assert (reply.status_code, reply.content_type) == (200, "application/json")
    assert reply.get_json()["outcome"] == {"name": "NoAccount"}


def test_each_call_has_one_correlation_id_of_its_own(world: FakeWorld) -> None:
    client = build_rest_application(world.core).test_client()
    first, second = (client.get(ACCOUNT).get_json()["correlationId"] for _ in range(2))
    assert first != second


def test_the_limits_are_settings(world: FakeWorld) -> None:
    app: Flask = build_rest_application(world.core, body_bytes_limit=200, json_depth_limit=2)
    client = app.test_client()
    client.environ_base["HTTP_AUTHORIZATION"] = TILL
    assert client.post(UPDATE, json={"a": "x" * 200}).status_code == 413
    assert "more than 2 levels" in client.post(UPDATE, json={"a": {"b": {}}}).get_json()["detail"]
    assert "accountType" in client.post(UPDATE, json={"a": {"b": 1}}).get_json()["detail"]


def test_a_query_that_is_no_text_is_refused(app: Flask) -> None:
    """Bytes that a till sent without percent signs; WSGI hands them over as they are."""
    reply = app.test_client().get(
        "/WebRestApi/rest/customers/search",
        headers={"Authorization": TILL},
        environ_overrides={"QUERY_STRING": "searchName=\xff"},
    )
    assert (reply.status_code, reply.get_json()["errorCode"]) == (400, "InvalidInput")
