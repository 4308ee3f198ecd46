"""POST /users, PUT /users/{id} and POST /users/{id}/enroll: what a client does before it has a user to search."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from domain.customers.customer import Customer
from domain.customers.identifier_keys import customer_uuid
from domain.engagement.member_profile import MemberProfile
from domain.identity.caller import Operation
from domain.programmes.earning_rules_form import read_rules
from tests.builders import START
from tests.rest.fakes.authenticate import PROGRAMME
from tests.rest.fakes.core import FakeWorld
from tests.rest.sessionm.test_users import RULES, USERS, code_of, user_of

LEI = {
    "external_id": "ZTEST002",
    "external_id_type": "py-script",
    "opted_in": True,
    "email": "ztest002@example.com",
    "mobile_number": "07911 123456",
    "first_name": "ZZZ002",
    "last_name": "Lei",
    "gender": "m",
    "dob": "1999-07-01",
    "address": "222 Main St.",
    "address2": "APT 11",
    "city": "BOSTON",
    "zip": "02210",
    "state": "MA",
    "country": "US",
    "user_profile": {"title": "Mr", "groups": ["STAFF"], "brand": ["x"]},
}


@pytest.fixture(autouse=True)
def rules(world: FakeWorld) -> None:
    """The tiers of the vendor's example."""
    world.earning_rules.add(PROGRAMME, read_rules(RULES), START - timedelta(days=1), START)


def create(till: FlaskClient, **members: Any) -> Any:
    return till.post(USERS, json={"user": {**LEI, **members}})


def searched(till: FlaskClient, **query: str) -> dict[str, Any]:
    return user_of(till.get(f"{USERS}/search", query_string={"user[user_profile]": "true", **query}))


def test_a_new_user_is_answered_and_found(till: FlaskClient) -> None:
    user = user_of(create(till))
    kept = {name: value for name, value in LEI.items() if name not in {"external_id_type", "gender", "dob"}}
    assert {name: user[name] for name in kept if name != "user_profile"} == {
        name: value for name, value in kept.items() if name != "user_profile"
    }
    assert (user["tier"], user["tier_points"], user["next_tier_points"]) == ("BASE", 0, 2000)
    assert user["tier_entered_at"] == user["created_at"] == f"{START:%Y-%m-%d %H:%M:%S}"
    found = searched(till, email="ZTEST002@example.com")
    assert found.pop("user_profile") == {"title": "Mr", "groups": ["STAFF"]}
    assert found == user


def test_who_does_not_opt_in_is_unenrolled_until_then(till: FlaskClient) -> None:
    for number, members in (("1", {"opted_in": False}), ("2", {})):
        body = {"external_id": number, "last_name": "Lei", **members}
        user = user_of(till.post(USERS, json={"user": body}))
        assert (user["opted_in"], user["tier"]) == (False, "Unenrolled")
        assert "tier_entered_at" not in user
    enrolled = user_of(till.post(f"{USERS}/{user['id']}/enroll"))
    assert (enrolled["opted_in"], enrolled["tier"], enrolled["tier_system"]) == (True, "BASE", "ACME Tier System")
    assert user_of(till.post(f"{USERS}/{user['id']}/enroll")) == enrolled
    other = searched(till, external_id="1")
    assert user_of(till.put(f"{USERS}/{other['id']}", json={"user": {"opted_in": True}}))["tier"] == "BASE"


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"email": "", "mobile_number": ""},
        {"external_id": "NEW", "mobile_number": None},
        {"external_id": "NEW", "email": "ZTEST002@EXAMPLE.com", "mobile_number": ""},
        {"external_id": "NEW", "email": "new@example.com", "mobile_number": "+44 7911 123456"},
    ],
)
def test_what_is_taken_is_a_validation_error_also_when_sent_again(till: FlaskClient, members: dict[str, Any]) -> None:
    first = user_of(create(till))
    reply = create(till, **{"first_name": "Other", **members} if members else {})
    assert (reply.status_code, code_of(reply)) == (200, "validation")
    assert "ztest002" not in reply.text.lower()
    assert user_of(till.get(f"{USERS}/{first['id']}")) == first
    assert code_of(till.get(f"{USERS}/search?external_id=NEW")) == "user_not_found"


def test_an_update_keeps_what_is_not_sent_and_clears_what_is_empty(till: FlaskClient) -> None:
    user = user_of(create(till))
    changed = user_of(till.put(f"{USERS}/{user['id']}", json={"user": {"city": "SALEM", "address2": None, "zip": ""}}))
    cleared = {name: value for name, value in user.items() if name not in {"address2", "zip"}}
    assert changed == {**cleared, "city": "SALEM"}
    body = {"user": {"external_id": "ZTEST002", "email": "new@example.com", "user_profile": {"groups": []}}}
    assert user_of(till.put(f"{USERS}/{user['id'].upper()}", json=body))["email"] == "new@example.com"
    assert user_of(till.put(f"{USERS}/{user['id']}", json=body))["email"] == "new@example.com"
    assert searched(till, external_id="ZTEST002")["user_profile"] == {"title": "Mr", "groups": []}
    assert code_of(till.get(f"{USERS}/search?email=ztest002@example.com")) == "user_not_found"
    assert user_of(create(till, external_id="NEXT", mobile_number=""))["email"] == "ztest002@example.com"


def test_an_address_of_another_is_refused_in_an_update(till: FlaskClient) -> None:
    create(till)
    user = user_of(create(till, external_id="2", email="two@example.com", mobile_number="", opted_in=False))
    reply = till.put(f"{USERS}/{user['id']}", json={"user": {"email": "ztest002@example.com", "opted_in": True}})
    assert (reply.status_code, code_of(reply)) == (200, "validation")
    assert searched(till, external_id="2") == {**user, "user_profile": {"title": "Mr", "groups": ["STAFF"]}}


@pytest.mark.parametrize(
    ("user", "code", "told"),
    [
        ({"external_id": "OTHER"}, "validation", "number"),
        ({"opted_in": False}, "validation", "leaves"),
        ({"email": "nobody"}, "validation", "email"),
        ({"mobile_number": "12"}, "validation", "phone"),
        ({"country": "Britain"}, "validation", "country"),
        ({"first_name": "\x07"}, "validation", "U+0007"),
        ({"first_name": 5}, "validation", "user.first_name"),
        ({"user_profile": {"groups": [5]}}, "validation", "user.user_profile.groups.0"),
        ({"last_name": "x" * 300}, "validation", "surname"),
        ({"opted_in": "perhaps"}, "validation", "user.opted_in"),
    ],
)
def test_what_can_t_be_kept_is_refused_and_changes_nothing(
    till: FlaskClient, user: dict[str, Any], code: str, told: str
) -> None:
    first = user_of(create(till))
    reply = till.put(f"{USERS}/{first['id']}", json={"user": {"city": "SALEM", **user}})
    assert (reply.status_code, code_of(reply)) == (200, code)
    assert told in reply.get_json()["errors"]["message"]
    assert user_of(till.get(f"{USERS}/{first['id']}")) == first


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"user": {"email": "a@example.com"}}, "missing_data"),
        ({"user": {"external_id": "  "}}, "missing_data"),
        ({}, "validation"),
        ({"user": []}, "validation"),
        ([], "validation"),
        ({"user": {"external_id": "ä"}}, "validation"),
    ],
)
def test_a_user_without_an_external_id_is_not_made(till: FlaskClient, body: Any, code: str) -> None:
    reply = till.post(USERS, json=body)
    assert (reply.status_code, code_of(reply)) == (200, code)


@pytest.mark.parametrize(
    ("data", "content_type"),
    [(b'{"user": {}}', "text/plain"), (b"{", "application/json"), (b'{"user": {"a": 1, "a": 2}}', "application/json")],
)
def test_a_body_that_can_t_be_read_is_an_error_with_status_200(
    till: FlaskClient, data: bytes, content_type: str
) -> None:
    reply = till.post(USERS, data=data, content_type=content_type)
    assert (reply.status_code, code_of(reply)) == (200, "validation")


def test_a_huge_body_is_refused(till: FlaskClient) -> None:
    reply = create(till, first_name="x" * 70_000)
    assert (reply.status_code, code_of(reply)) == (200, "validation")


def test_an_id_of_nobody_is_404(till: FlaskClient, world: FakeWorld) -> None:
    closed = replace(Customer("9", "Gone"), status="CLOSED")
    world.profiles.put(PROGRAMME, MemberProfile(customer_uuid(9), closed, START))
    for user_id in (customer_uuid(1), customer_uuid(9), "0"):
        for reply in (till.put(f"{USERS}/{user_id}", json={"user": {}}), till.post(f"{USERS}/{user_id}/enroll")):
            assert (reply.status_code, code_of(reply)) == (404, "user_not_found")


def test_who_may_only_read_writes_nothing(till: FlaskClient, world: FakeWorld) -> None:
    user = user_of(create(till))
    reading = frozenset(Operation) - {Operation.WRITE_CUSTOMER}
    world.authenticate.caller = replace(world.authenticate.caller, operations=reading)
    for reply in (
        create(till, external_id="2", email="", mobile_number=""),
        till.put(f"{USERS}/{user['id']}", json={"user": {"city": "SALEM"}}),
        till.post(f"{USERS}/{user['id']}/enroll"),
    ):
        assert (reply.status_code, code_of(reply)) == (200, "access_denied")
    assert user_of(till.get(f"{USERS}/{user['id']}")) == user


def test_a_call_about_another_customer_reaches_nobody_else(till: FlaskClient) -> None:
    user = user_of(create(till))
    till.environ_base["HTTP_SUBJECT"] = "2"
    assert code_of(create(till, external_id="3", email="", mobile_number="")) == "access_denied"
    assert code_of(till.put(f"{USERS}/{user['id']}", json={"user": {"city": "SALEM"}})) == "user_not_found"


def test_another_programmes_key_writes_nothing(till: FlaskClient) -> None:
    reply = till.post("/priv/v1/apps/OTHER/users", json={"user": LEI})
    assert (reply.status_code, code_of(reply)) == (200, "invalid_api_key")
    assert code_of(till.get(f"{USERS}/search?external_id=ZTEST002")) == "user_not_found"
