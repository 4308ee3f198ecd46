"""A customer's transactions: whose they are, and how they are paged."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from domain.customers.list_transactions import ListTransactions, Transaction
from domain.errors import InvalidInput, NotAllowed
from domain.identity.caller import CUSTOMER_OPERATIONS, Caller, Operation
from domain.page_tokens import PageTokens
from domain.pager import Pager
from domain.paging import FIRST_PAGE, PageRequest
from tests.builders import START, programme
from tests.fakes.transaction_history import FakeTransactionHistory

TILL = Caller(programme(), 1, "till-1")


@pytest.fixture
def list_transactions() -> ListTransactions:
    history = FakeTransactionHistory()
    for number in range(5):
        history.put(TILL.programme, transaction("100", str(number)), START + timedelta(minutes=number))
    history.put(TILL.programme, transaction("101", "other"), START)
    return ListTransactions(history, Pager(PageTokens(b"s" * 32)))


def transaction(customer: str, transaction_id: str) -> Transaction:
    where = ("0001", "pos1@0001.enactor", START, "customerLoyaltyAccount", "A1")
    return Transaction(customer, transaction_id, "earn", *where, is_points=True, moved=Decimal(1), description="")


def test_pages_lead_from_the_latest_to_the_first(list_transactions: ListTransactions) -> None:
    page = list_transactions(TILL, "100", PageRequest(size=2))
    seen = [each.transaction_id for each in page.rows]
    while page.next:
        page = list_transactions(TILL, "100", PageRequest(size=2, after=page.next))
        seen += [each.transaction_id for each in page.rows]
    assert (seen, page.total) == (["4", "3", "2", "1", "0"], 5)


def test_a_customer_sees_the_own_transactions_and_no_others(list_transactions: ListTransactions) -> None:
    customer = replace(TILL, operations=CUSTOMER_OPERATIONS, subject="101", is_customer=True)
    assert [each.transaction_id for each in list_transactions(customer, "", FIRST_PAGE).rows] == ["other"]
    with pytest.raises(NotAllowed):
        list_transactions(customer, "100", FIRST_PAGE)


def test_what_cannot_be_listed_is_refused(list_transactions: ListTransactions) -> None:
    with pytest.raises(InvalidInput) as refused:
        list_transactions(TILL, "", FIRST_PAGE)
    assert refused.value.field == "subject"
    with pytest.raises(NotAllowed):
        list_transactions(replace(TILL, operations=frozenset({Operation.ENQUIRE_BALANCE})), "100", FIRST_PAGE)
    token = list_transactions(TILL, "100", PageRequest(size=2)).next
    with pytest.raises(InvalidInput):
        list_transactions(TILL, "101", PageRequest(after=token))
