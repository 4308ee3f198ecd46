"""GET /priv/v1/apps/{api_key}/users/search and /users/{id}: as the vendor's example has them."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from domain.customers.customer import Address, Customer
from domain.customers.identifier_keys import customer_uuid
from domain.engagement.member_profile import MemberProfile, PointAccount, PointBalances
from domain.errors import StoreUnavailable
from domain.identity.caller import Operation
from domain.programmes.earning_rules_form import read_rules
from rest.application import build_rest_application
from tests.builders import START
from tests.rest.conftest import TILL
from tests.rest.documented import missing_from
from tests.rest.fakes.authenticate import PROGRAMME
from tests.rest.fakes.core import FakeWorld

USERS = "/priv/v1/apps/CLUB/users"
SEARCH = f"{USERS}/search"
RULES = """{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "tiers": {"system": "ACME Tier System",
  "levels": [{"code": "BASE", "name": "BASE", "entry": 0}, {"code": "SILVER", "name": "SILVER", "entry": 2000},
             {"code": "GOLD", "name": "GOLD", "entry": 10000}]}}"""
CUSTOMER = Customer(
    "ZTEST002",
    "Lei",
    "ZZZ002",
    "Mr",
    Address("222 Main St.", "APT 11", town="BOSTON", county="MA", postcode="02210", country="US"),
    "ztest002@example.com",
    "+1 508 995 9991",
    groups=("STAFF",),
)
ENTERED = datetime(2019, 3, 22, 18, 12, 2, 780_000, UTC)


def account(number: int, points: int) -> PointAccount:
    return PointAccount(number, Decimal(points), Decimal(points))


MEMBER = MemberProfile(
    customer_uuid(7),
    CUSTOMER,
    datetime(2019, 3, 19, 21, 46, 17, tzinfo=UTC),
    ("63350001",),
    PointBalances(spendable=account(1, 2000), tier_qualifying=account(3, 2000)),
    "SILVER",
    ENTERED,
    datetime(2020, 3, 21, 18, 12, 2, tzinfo=UTC),
)


@pytest.fixture(autouse=True)
def member(world: FakeWorld) -> None:
    """The user of the vendor's example, in a programme with its tiers."""
    world.profiles.put(PROGRAMME, MEMBER)
    world.earning_rules.add(PROGRAMME, read_rules(RULES), START - timedelta(days=1), START)


def user_of(reply: Any) -> dict[str, Any]:
    assert reply.status_code == 200, reply.text
    assert reply.get_json()["status"] == "ok", reply.text
    assert reply.headers["Cache-Control"] == "no-store"
    user: dict[str, Any] = reply.get_json()["user"]
    return user


def code_of(reply: Any) -> str:
    body = reply.get_json()
    assert (body["status"], set(body)) == ("error", {"status", "errors"})
    assert body["errors"]["message"]
    return str(body["errors"]["code"])


def test_the_user_of_the_example_is_told_as_in_the_example(till: FlaskClient) -> None:
    query = "email=test@example.com&user[user_profile]=true&expand_incentives=true&show_identifiers=true"
    user = user_of(till.get(f"{SEARCH}?{query.replace('test@', 'ZTest002@')}"))
    documented = {
        "id": MEMBER.id,
        "external_id": "ZTEST002",
        "opted_in": True,
        "proxy_ids": [],
        "available_points": 2000,
        "test_points": 0,
        "unclaimed_achievement_count": 0,
        "email": "ztest002@example.com",
        "created_at": "2019-03-19 21:46:17",
        "address": "222 Main St.",
        "address2": "APT 11",
        "city": "BOSTON",
        "zip": "02210",
        "state": "MA",
        "suspended": False,
        "last_name": "Lei",
        "first_name": "ZZZ002",
        "account_status": "good",
        "tier": "SILVER",
        "tier_system": "ACME Tier System",
        "tier_points": 2000,
        "next_tier_points": 8000,
        "tier_ends_value": 10000,
        "tier_entered_at": "2019-03-22 18:12:02",
        "tier_resets_at": "2020-03-21 18:12:02",
        "user_profile": {"title": "Mr", "groups": ["STAFF"]},
        "identifiers": [
            {"external_id": "ZTEST002", "external_id_type": "customer_number"},
            {"external_id": "63350001", "external_id_type": "card"},
        ],
    }
    assert missing_from(documented, user) == []


def test_the_tier_level_is_told_as_in_the_example(till: FlaskClient) -> None:
    (level,) = user_of(till.get(f"{USERS}/{MEMBER.id}?expand_incentives=true"))["tier_details"]["tier_levels"]
    documented = {
        "user_id": MEMBER.id,
        "join_date": "2019-03-22T18:12:02.78",
        "tier_overview": {"name": "SILVER", "rank": 2, "status": 2},
        "next_tier_overview": {"name": "GOLD", "rank": 3, "status": 2},
        "tier_progress": [
            {
                "rules": [
                    {
                        "query_result": 2000,
                        "rule_passed": False,
                        "rule": {
                            "discriminator": 2048,
                            "target_balance": 10000,
                            "comparison": 4,
                            "rank": 0,
                            "is_new": False,
                            "constraints": [{"discriminator": 8, "is_new": False, "rank": 0}],
                        },
                    }
                ],
                "discriminator": 2,
                "rule_tree_name": "",
            }
        ],
    }
    assert missing_from(documented, level) == []
    (progress,) = level["tier_progress"]
    (rule,) = progress["rules"]
    assert rule["tree_id"] == progress["rule_tree_id"]
    assert rule["rule_id"] == rule["rule"]["id"] == rule["rule"]["constraints"][0]["rule_id"]
    assert rule["parent_id"] == rule["rule"]["parent_id"]
    assert level["tier_level_id"] == level["tier_overview"]["id"] != level["next_tier_overview"]["id"]
    for each in (level["id"], level["tier_system_id"], level["tier_level_id"], rule["rule_id"]):
        assert UUID(each).version == 5


def test_the_four_accounts_are_told_as_in_the_example(till: FlaskClient) -> None:
    user = user_of(till.get(f"{SEARCH}?external_id=ZTEST002&expand_incentives=true"))
    balances = user["point_account_balances"]
    assert balances["summary"] == {"total_points": 4000, "life_time_points": 4000}
    told = [
        (each["account_name"], each["grouping_label"], each["available_balance"], each["life_time_value"])
        for each in balances["details"]
    ]
    assert told == [
        ("Club Spendable Account", "Spend", 2000, 2000),
        ("Club Spendable Escrow Account", "", 0, 0),
        ("Club Tier-Qualifying Account", "Tier", 2000, 2000),
        ("Club Tier-Qualifying Escrow Account", "", 0, 0),
    ]
    assert [bool(each["user_point_account_id"]) for each in balances["details"]] == [True, False, True, False]
    ids = [each["point_account_id"] for each in balances["details"]]
    assert len(set(ids)) == 4
    rule = user["tier_details"]["tier_levels"][0]["tier_progress"][0]["rules"][0]["rule"]
    assert rule["constraints"][0]["point_accounts"] == {ids[2]: "Club Tier-Qualifying Account"}


def test_what_is_not_asked_for_is_left_out(till: FlaskClient) -> None:
    for query in ("", "&expand_incentives=false&show_identifiers=false&user[user_profile]=false"):
        user = user_of(till.get(f"{SEARCH}?mobile_number=%2B15089959991{query}"))
        assert not user.keys() & {"user_profile", "identifiers", "tier_details", "point_account_balances"}
    assert user == user_of(till.get(f"{USERS}/{MEMBER.id.upper()}"))


def test_the_top_tier_has_no_next_one_and_who_is_not_enrolled_has_none(till: FlaskClient, world: FakeWorld) -> None:
    gold = replace(MEMBER, id=customer_uuid(8), tier="GOLD")
    nobody = MemberProfile(customer_uuid(9), Customer("9", "New"), START)
    world.profiles.put(PROGRAMME, gold, nobody)
    user = user_of(till.get(f"{USERS}/{gold.id}?expand_incentives=1"))
    (level,) = user["tier_details"]["tier_levels"]
    assert user["tier"] == "GOLD"
    assert not user.keys() & {"next_tier_points", "tier_ends_value"}
    assert (level["tier_progress"], "next_tier_overview" in level) == ([], False)
    user = user_of(till.get(f"{USERS}/{nobody.id}?expand_incentives=1"))
    assert (user["tier"], user["opted_in"], user["available_points"]) == ("Unenrolled", False, 0)
    assert user["tier_details"] == {"tier_levels": []}
    assert "email" not in user


def test_available_points_count_escrow_where_the_setting_says_so(world: FakeWorld) -> None:
    waiting = replace(MEMBER, id=customer_uuid(8), points=replace(MEMBER.points, spendable_escrow=account(2, 50)))
    world.profiles.put(PROGRAMME, waiting)
    for setting, available in ((False, 2000), (True, 2050)):
        client = build_rest_application(world.core, available_points_with_escrow=setting).test_client()
        reply = client.get(f"{USERS}/{waiting.id}", headers={"Authorization": TILL})
        assert user_of(reply)["available_points"] == available


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("", "missing_data"),
        ("email=a@b.c&external_id=1", "argument_error"),
        ("email=a@b.c&email=b@b.c", "argument_error"),
        ("email=", "argument_error"),
        ("email=nobody", "argument_error"),
        ("email=%00@b.c", "argument_error"),
        ("mobile_number=none", "argument_error"),
        (f"mobile_number={'1' * 400}", "argument_error"),
        ("external_id=%20", "argument_error"),
        ("external_id=1&expand_incentives=perhaps", "argument_error"),
        ("email=nobody@example.com", "user_not_found"),
        ("external_id=ztest002", "user_not_found"),
    ],
)
def test_what_is_refused_is_an_error_with_status_200(till: FlaskClient, query: str, code: str) -> None:
    reply = till.get(f"{SEARCH}?{query}")
    assert (reply.status_code, code_of(reply)) == (200, code)
    assert len(reply.data) < 500


def test_more_than_one_user_is_an_error(till: FlaskClient, world: FakeWorld) -> None:
    other = replace(MEMBER, id=customer_uuid(8), customer=CUSTOMER._replace(number="2"))
    world.profiles.put(PROGRAMME, other)
    reply = till.get(f"{SEARCH}?email=ztest002@example.com")
    assert (reply.status_code, code_of(reply)) == (200, "validation")
    assert "Lei" not in reply.text


@pytest.mark.parametrize("user_id", [customer_uuid(1), "search1", "0"])
def test_an_id_of_nobody_is_404(till: FlaskClient, user_id: str) -> None:
    reply = till.get(f"{USERS}/{user_id}")
    assert (reply.status_code, code_of(reply)) == (404, "user_not_found")


@pytest.mark.parametrize("path", ["users/search?external_id=ZTEST002", f"users/{MEMBER.id}"])
def test_another_programmes_key_is_refused(till: FlaskClient, path: str) -> None:
    for key in ("OTHER", "club", "CLUB%20"):
        reply = till.get(f"/priv/v1/apps/{key}/{path}")
        assert (reply.status_code, code_of(reply)) == (200, "invalid_api_key")


@pytest.mark.parametrize("header", ["", "Basic bm9ib2R5OngK", "Bearer good", "Basic %%%", "Basic dGlsbC0xOmRlbW\xe9"])
def test_who_does_not_sign_in_is_401(anyone: FlaskClient, header: str) -> None:
    reply = anyone.get(f"{SEARCH}?external_id=ZTEST002", headers={"Authorization": header} if header else {})
    assert (reply.status_code, code_of(reply)) == (401, "invalid_auth_token")
    assert reply.headers["WWW-Authenticate"].startswith("Basic realm=")


def test_credentials_without_the_right_are_refused(till: FlaskClient, world: FakeWorld) -> None:
    searching = frozenset(Operation) - {Operation.READ_CUSTOMER}
    world.authenticate.caller = replace(world.authenticate.caller, operations=searching)
    reply = till.get(f"{SEARCH}?external_id=ZTEST002")
    assert (reply.status_code, code_of(reply)) == (200, "access_denied")


@pytest.mark.parametrize(("error", "code"), [(StoreUnavailable, "not_available"), (KeyError, "internal_server_error")])
def test_a_fault_is_500_and_tells_nothing_of_itself(
    till: FlaskClient, world: FakeWorld, monkeypatch: pytest.MonkeyPatch, error: type[Exception], code: str
) -> None:
    def find(*_: Any) -> Any:
        raise error

    monkeypatch.setattr(world.profiles, "find", find)
    reply = till.get(f"{SEARCH}?external_id=ZTEST002")
    assert (reply.status_code, code_of(reply)) == (500, code)
    assert "ZTEST002" not in json.dumps(reply.get_json())
