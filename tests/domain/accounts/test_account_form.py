"""From typed texts to an account that may be opened."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from domain.accounts.account import AccountType, Unit
from domain.accounts.account_form import AccountForm, opening_of
from domain.accounts.account_sheet import AccountOpening
from domain.errors import InvalidInput
from domain.programmes.programme import ProgrammeRules
from domain.status import Status
from tests.builders import START, programme

UK = programme()


def opened(account_type: str = "customerLoyaltyAccount", **more: Any) -> AccountOpening:
    return opening_of(AccountForm(account_type, more.pop("number", "1"), **more), more.pop("into", UK), START)


def test_a_loyalty_account_counts_the_programmes_points() -> None:
    found = opened(balance="1250")
    assert (found.unit, found.precision, found.currency, found.opening) == (Unit.POINTS, 0, "GBP", 12_500_000)
    assert (found.terms.scheme, found.terms.scheme_description) == ("LOYALTY_UK", "Loyalty UK")
    assert found.terms.description == "Customer Loyalty Account"
    two = replace(UK, rules=ProgrammeRules(points_precision=2))
    assert opening_of(AccountForm("customerloyaltyaccount", "1", balance="0.25"), two, START).opening == 2_500


@pytest.mark.parametrize(("currency", "precision"), [("", 2), ("jpy", 0), ("KWD", 3)])
def test_other_accounts_count_money(currency: str, precision: int) -> None:
    found = opened("employeeAccount", currency=currency)
    assert (found.type, found.unit, found.precision) == (AccountType.EMPLOYEE, Unit.MONEY, precision)
    assert found.terms.scheme == ""


def test_nothing_said_of_the_balance_is_not_zero() -> None:
    assert opened().opening is None
    assert opened(balance="0").opening == 0


def test_a_date_without_offset_is_read_in_the_programmes_zone() -> None:
    assert opened().opened_at == START
    assert opened(opened_at="2024-07-01").opened_at == datetime(2024, 6, 30, 23, tzinfo=UTC)
    assert opened(opened_at="2024-07-01T00:00:00Z").opened_at == datetime(2024, 7, 1, tzinfo=UTC)


def test_a_balance_below_zero_needs_credit_or_a_floor() -> None:
    assert opened("customerCreditAccount", balance="-5", credit_limit="5").opening == -50_000
    assert opened("customerCreditAccount", balance="-5", floor="-5").terms.floor == -50_000
    with pytest.raises(InvalidInput, match="credit_limit"):
        opened("customerCreditAccount", balance="-5.01", credit_limit="5")


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("account_type", {"account_type": "savings"}),
        ("number", {"number": " "}),
        ("number", {"number": "\u0661"}),
        ("currency", {"currency": "GPB"}),
        ("balance", {"balance": "1e3"}),
        ("balance", {"balance": "1.5"}),
        ("balance", {"balance": "5", "status": "CLOSED"}),
        ("credit_limit", {"credit_limit": "-1"}),
        ("is_tier_manual", {"is_tier_manual": "perhaps"}),
        ("status", {"status": "open"}),
        ("opened_at", {"opened_at": "yesterday"}),
        ("opened_at", {"opened_at": "0001-01-01T00:00:00+14:00"}),
    ],
)
def test_what_can_not_be_kept_is_refused_naming_the_field(field: str, more: dict[str, str]) -> None:
    with pytest.raises(InvalidInput, match=field) as caught:
        opened(**more)
    assert caught.value.field == field


def test_every_type_is_offered_to_one_who_mistyped() -> None:
    with pytest.raises(InvalidInput, match=r"customerLoyaltyAccount, customerDepositAccount, .*customerSpendAccount"):
        opened("savings")


def test_a_status_is_kept() -> None:
    assert opened(status="blocked").status is Status.BLOCKED
