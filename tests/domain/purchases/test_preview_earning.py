"""What would this earn? Asked for members and strangers, good baskets and bad."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from domain.errors import InvalidInput, LoyaltyError, NotAllowed
from domain.identity.caller import Caller, Operation
from domain.programmes.earning_rules_form import read_rules
from domain.purchases.basket import BasketDraft, BasketLine
from domain.purchases.member_directory import Member
from domain.purchases.preview_earning import EarningForecast, EarningPreview, PreviewEarning
from domain.refusals import NoAccount, NoEarningRules
from tests.builders import START, TestClock, programme
from tests.fakes.earning_rules import FakeEarningRules
from tests.fakes.member_directory import FakeMembers
from tests.fakes.ticket_books import FakeTicketBooks

TILL = Caller(programme(), 1, "till-1", default_site="0001")
RULES = """{"earn": [{"name": "base", "points": 1, "perAmount": 1, "tierMultipliers": {"GOLD": 2}},
                     {"name": "night", "points": 5, "hours": "22:00-06:00"}], "escrowDays": 30}"""


@pytest.fixture
def preview_earning() -> PreviewEarning:
    rules = FakeEarningRules()
    rules.add(TILL.programme, read_rules(RULES), START - timedelta(days=1), START)
    members = FakeMembers()
    members.put(TILL.programme, "C-1", Member("100", "L-1", "GOLD"))
    members.put(TILL.programme, "C-2", Member("101", "L-2"))
    return PreviewEarning(rules, members, FakeTicketBooks(), TestClock())


def draft(*amounts: str, **more: Any) -> BasketDraft:
    return BasketDraft(tuple(BasketLine("A", Decimal(amount)) for amount in amounts or ("12.40",)), **more)


def asked(use_case: PreviewEarning, caller: Caller = TILL, /, **more: Any) -> EarningForecast:
    return use_case(caller, EarningPreview(**{"basket": draft(), **more}))


def test_a_stranger_a_member_and_a_gold_member(preview_earning: PreviewEarning) -> None:
    assert asked(preview_earning).earning.points == 12
    assert asked(preview_earning, card_number="C-2").earning.points == 12
    gold = asked(preview_earning, customer_number="100")
    assert gold == asked(preview_earning, card_number=" C-1 ", customer_number="100")
    assert gold == asked(preview_earning, replace(TILL, subject="100"))
    assert gold.earning.points == 24
    assert gold.member == Member("100", "L-1", "GOLD")
    assert gold.spendable_from == START + timedelta(days=30)


def test_hours_are_those_of_the_site(preview_earning: PreviewEarning) -> None:
    naive = datetime(2026, 11, 1, 23, 30)  # noqa: DTZ001 - as a till sends it, without offset
    assert asked(preview_earning, basket=draft(occurred_at=naive)).earning.points == 17
    assert asked(preview_earning, basket=draft(occurred_at=START)).earning.points == 12


@pytest.mark.parametrize(
    ("error", "more"),
    [
        (NoAccount, {"card_number": "C-9"}),
        (NoAccount, {"card_number": "C-1", "customer_number": "101"}),
        (NoEarningRules, {"basket": draft(occurred_at=START - timedelta(days=2))}),
        (InvalidInput, {"basket": BasketDraft(())}),
        (InvalidInput, {"basket": draft("1.005")}),
        (InvalidInput, {"basket": draft("-1")}),
        (InvalidInput, {"basket": draft(currency="EUR")}),
        (InvalidInput, {"basket": draft(currency="XXX")}),
        (InvalidInput, {"basket": BasketDraft((BasketLine("A", Decimal(1), Decimal(0)),))}),
        (InvalidInput, {"basket": BasketDraft((BasketLine("\x00", Decimal(1)),))}),
        (InvalidInput, {"basket": BasketDraft((BasketLine("A", Decimal(1)),) * 1001)}),
    ],
)
def test_what_can_not_be_answered_says_why(
    preview_earning: PreviewEarning, error: type[LoyaltyError], more: dict[str, Any]
) -> None:
    with pytest.raises(error):
        asked(preview_earning, **more)


def test_who_may_not_ask(preview_earning: PreviewEarning) -> None:
    for caller in (
        replace(TILL, operations=frozenset({Operation.ENQUIRE_BALANCE})),
        replace(TILL, is_customer=True, subject="100"),
        replace(TILL, sites=frozenset({"0002"})),
    ):
        with pytest.raises(NotAllowed):
            asked(preview_earning, caller)
    with pytest.raises(NoAccount):
        asked(preview_earning, replace(TILL, subject="101"), card_number="C-1")
