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
    "country": "USA",
    "user_profile": {"title": "Mr", "groups": ["STAFF"], "brand": ["x"]},
}


EXTERNAL = USERS.replace("/users", "/external/users")


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


@pytest.mark.parametrize(("sent", "told"), [("US", "USA"), ("gbr", "GBR"), (" it ", "ITA"), ("", None), (None, None)])
def test_a_country_comes_with_two_or_three_letters_and_is_told_with_three(
    till: FlaskClient, sent: str | None, told: str | None
) -> None:
    user = user_of(create(till, country=sent))
    assert user.get("country") == told
    changed = user_of(till.put(f"{USERS}/{user['id']}", json={"user": {"country": "FRA", "city": "LYON"}}))
    assert (changed["country"], changed["city"]) == ("FRA", "LYON")
    assert user_of(till.put(f"{USERS}/{user['id']}", json={"user": {"country": sent}})).get("country") == told


NUMBER = {"phone_type": "home", "preference_flags": ["sms"], "verified_ownership": True}
"""What clients send beside a number; none of it is kept."""


def phones(*numbers: str) -> list[dict[str, Any]]:
    return [{"phone_number": number, **NUMBER} for number in numbers]


def told(number: str) -> list[dict[str, Any]]:
    flags = {"phone_type": "mobile", "preference_flags": ["primary"], "verified_ownership": False}
    return [{"phone_number": number, **flags}]


def test_a_list_of_telephone_numbers_is_replaced_as_a_whole_and_cleared_by_an_empty_one(till: FlaskClient) -> None:
    sent = {name: value for name, value in LEI.items() if name != "mobile_number"}
    user = user_of(till.post(USERS, json={"user": {**sent, "phone_numbers": phones("07911 123456")}}))
    assert (user["mobile_number"], user["phone_numbers"]) == ("07911 123456", told("07911 123456"))
    assert searched(till, mobile_number="+447911123456")["id"] == user["id"]
    address = f"{USERS}/{user['id']}"
    assert user_of(till.put(address, json={"user": {"city": "SALEM"}}))["phone_numbers"] == told("07911 123456")
    # The number is stated in both ways, or twice.
    both = {"mobile_number": "07911 123457", "phone_numbers": phones("07911 123457", " 07911 123457 ")}
    assert user_of(till.put(address, json={"user": both}))["phone_numbers"] == told("07911 123457")
    assert code_of(till.get(f"{USERS}/search?mobile_number=07911123456")) == "user_not_found"
    nothing: list[Any] | None
    for nothing in ([], None):
        user_of(till.put(address, json={"user": {"phone_numbers": phones("07911 123459")}}))
        cleared = user_of(till.put(address, json={"user": {"phone_numbers": nothing}}))
        assert not {"phone_numbers", "mobile_number"} & set(cleared)


def test_a_number_in_the_list_that_another_has_is_refused(till: FlaskClient) -> None:
    create(till)
    other = {"external_id": "2", "last_name": "Lei", "phone_numbers": phones("+44 7911 123456")}
    assert code_of(till.post(USERS, json={"user": other})) == "validation"
    assert code_of(till.get(f"{USERS}/search?external_id=2")) == "user_not_found"


def test_by_external_id_a_user_is_read_and_changed_as_by_the_id_of_a_reply(till: FlaskClient) -> None:
    user = user_of(create(till))
    address = f"{EXTERNAL}/ZTEST002"
    assert user_of(till.get(address)) == user == user_of(till.get(f"{USERS}/{user['id']}"))
    query = "?user[user_profile]=true&expand_incentives=true&show_identifiers=true"
    assert user_of(till.get(address + query)) == user_of(till.get(f"{USERS}/{user['id']}{query}"))
    changed = user_of(till.put(address, json={"user": {"city": "SALEM", "external_id": "ZTEST002"}}))
    assert changed == {**user, "city": "SALEM"} == user_of(till.get(address))
    refused = till.put(address, json={"user": {"city": "LYNN", "external_id": "OTHER"}})
    assert (refused.status_code, code_of(refused)) == (200, "validation")
    assert user_of(till.get(address)) == changed


def test_an_external_id_of_nobody_is_404_and_one_of_another_programme_is_not_read(till: FlaskClient) -> None:
    user = user_of(create(till))
    # Neither the id of a reply nor another spelling of the number is an external id.
    for nobody in ("NOBODY", user["id"], "ztest002"):
        for reply in (till.get(f"{EXTERNAL}/{nobody}"), till.put(f"{EXTERNAL}/{nobody}", json={"user": {"city": "X"}})):
            assert (reply.status_code, code_of(reply)) == (404, "user_not_found")
    assert code_of(till.get("/priv/v1/apps/OTHER/external/users/ZTEST002")) == "invalid_api_key"
    assert code_of(till.get(f"{EXTERNAL}/{'x' * 300}")) == "argument_error"
    till.environ_base["HTTP_SUBJECT"] = "2"
    assert code_of(till.get(f"{EXTERNAL}/ZTEST002")) == "user_not_found"
    assert code_of(till.put(f"{EXTERNAL}/ZTEST002", json={"user": {"city": "X"}})) == "user_not_found"


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
        ({"country": "Britain"}, "validation", "GBR"),
        ({"country": "ZZ"}, "validation", "ISO 3166"),
        ({"country": "XYZ"}, "validation", "ISO 3166"),
        ({"country": "UK"}, "validation", "'UK'"),
        ({"country": 44}, "validation", "user.country"),
        ({"phone_numbers": [{"phone_number": "12"}]}, "validation", "phone"),
        (
            {"phone_numbers": [{"phone_number": "07911 123457"}, {"phone_number": "07911 123458"}]},
            "validation",
            "several",
        ),
        (
            {"phone_numbers": [{"phone_number": "07911 123457"}], "mobile_number": "07911 123458"},
            "validation",
            "differ",
        ),
        ({"phone_numbers": [], "mobile_number": "07911 123458"}, "validation", "differ"),
        ({"phone_numbers": [{"phone_type": "mobile"}]}, "validation", "user.phone_numbers.0.phone_number"),
        ({"phone_numbers": ["07911 123457"]}, "validation", "user.phone_numbers.0"),
        ({"phone_numbers": "07911 123457"}, "validation", "user.phone_numbers"),
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
    closed = Customer("9", "Gone")._replace(status="CLOSED")
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
        till.put(f"{EXTERNAL}/ZTEST002", json={"user": {"city": "SALEM"}}),
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
