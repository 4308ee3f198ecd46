"""Accounts are opened with their first movement, once, whole or not at all; on SQLite and on PostgreSQL."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from domain.accounts.account import AccountType
from domain.accounts.account_form import AccountForm, opening_of
from domain.accounts.account_sheet import AccountSheet
from domain.accounts.adjust_account import AdjustAccount
from domain.accounts.block_account import BlockAccount
from domain.accounts.change_account import ChangeAccount
from domain.accounts.close_account import CloseAccount
from domain.accounts.update_balance import UpdateBalanceUseCase
from domain.errors import IdempotencyMismatch, InvalidInput
from domain.identity.caller import Caller
from domain.recorded import Recorded
from domain.refusals import AccountBlocked, AccountClosed, InsufficientFunds
from domain.status import Status
from tests.adapters.database.records import CLUB, OTHER, Records, open_records
from tests.builders import LOYALTY, Till, figures

DEPOSIT = "customerDepositAccount"


@pytest.fixture
def records(database_url: str) -> Iterator[Records]:
    with open_records(database_url) as made:
        made.customer()
        yield made


def sheet(records: Records, number: str = "1", kind: AccountType = AccountType.LOYALTY) -> AccountSheet:
    found = records.accounts.by_number(1, kind, number, records.clock.now())
    assert found
    return found


def refused(result: object) -> InvalidInput:
    assert isinstance(result, InvalidInput)
    return result


def till(records: Records, account: str = "1") -> Till:
    return Till(UpdateBalanceUseCase(records.ledger, records.clock), records.clock, Caller(CLUB, 1, "t"), account)


def test_an_account_begins_with_its_opening_movement(records: Records) -> None:
    assert records.account(customer_number="100", balance="1250", tier="GOLD", credit_limit="50") is Recorded.ADDED
    found = sheet(records)
    assert (found.balance, found.available, found.opening.customer_number) == (12_500_000, 13_000_000, "100")
    assert (found.opening.terms.scheme, found.opening.terms.tier) == ("CLUB", "GOLD")
    row = records.reader.row(
        "SELECT m.kind, m.reason, m.moved, e.amount, e.balance_after, o.type FROM movement m "
        "JOIN entry e ON e.movement_id = m.id JOIN outbox o ON o.movement_id = m.id"
    )
    assert tuple(row) == ("opening", "opening", 12_500_000, 12_500_000, 12_500_000, "BalanceMoved")


def test_a_till_goes_on_from_the_opening(records: Records) -> None:
    records.account(balance="100")
    assert figures(till(records).send("T1", "-30")) == (70, 0, 70)
    opening, sale = records.reader.rows("SELECT previous_hash, hash FROM entry ORDER BY sequence")
    assert bytes(sale[0]) == bytes(opening[1])


def test_money_keeps_its_decimals_and_points_those_of_the_programme(records: Records) -> None:
    assert records.account("7", account_type=DEPOSIT, balance="12.40", currency="EUR") is Recorded.ADDED
    found = sheet(records, "7", AccountType.DEPOSIT)
    assert (found.balance, found.opening.currency, found.opening.precision) == (124_000, "EUR", 2)
    with pytest.raises(InvalidInput, match="too many decimals"):
        records.account("8", balance="0.5")


def test_the_same_opening_again_moves_nothing(records: Records) -> None:
    assert records.account(balance="10", customer_number="100") is Recorded.ADDED
    till(records).send("T1", "5")
    assert records.account(balance="10", customer_number="100") is Recorded.UNCHANGED
    assert "began with 10" in refused(records.account(balance="11", customer_number="100")).sentence
    assert "another customer_number" in refused(records.account(balance="10")).sentence
    assert (sheet(records).balance, records.count("movement")) == (150_000, 2)


def test_an_account_opened_with_nothing_gets_no_opening_later(records: Records) -> None:
    records.account()
    assert "began with 0" in refused(records.account(balance="5")).sentence
    assert records.count("movement") == 0


def test_known_terms_change_only_when_asked(records: Records) -> None:
    records.account(tier="SILVER", balance="10")
    assert "tier" in refused(records.account(tier="GOLD")).sentence
    assert records.account(tier="GOLD", change_known=True, given=("tier",)) is Recorded.CHANGED
    terms = sheet(records).opening.terms
    assert (terms.tier, sheet(records).balance) == ("GOLD", 100_000)
    assert records.account(tier="", given=("floor",)) is Recorded.UNCHANGED


def test_a_batch_decides_each_row_against_those_before(records: Records) -> None:
    now = records.clock.now()
    forms = [
        AccountForm(LOYALTY, "1", balance="5"),
        AccountForm(LOYALTY, "1", balance="5"),
        AccountForm(LOYALTY, "1", balance="6"),
        AccountForm(LOYALTY, "2", "nobody"),
        AccountForm(DEPOSIT, "1", "100", balance="1.50"),
    ]
    results = records.open_accounts(CLUB, [opening_of(form, CLUB, now) for form in forms])
    assert [each if isinstance(each, Recorded) else each.field for each in results] == [
        Recorded.ADDED,
        Recorded.UNCHANGED,
        "balance",
        "customer_number",
        Recorded.ADDED,
    ]
    assert (records.count("account"), records.count("movement")) == (2, 2)


def test_programmes_do_not_meet(records: Records) -> None:
    assert records.account(balance="5") is Recorded.ADDED
    assert records.account(programme=OTHER, balance="7") is Recorded.ADDED
    assert "There is no customer 100" in refused(records.account("2", programme=OTHER, customer_number="100")).sentence
    assert [row[0] for row in records.reader.rows("SELECT balance FROM account ORDER BY programme_id")] == [
        50_000,
        70_000,
    ]


def test_a_batch_that_fails_leaves_nothing(records: Records, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("adapters.database.account_opener.first_rows", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            records.account(balance="5")
    assert records.count("account") == 0
    assert records.account(balance="5") is Recorded.ADDED


def test_a_blocked_account_opens_with_its_balance(records: Records) -> None:
    assert records.account(balance="5", status="BLOCKED") is Recorded.ADDED
    assert sheet(records).balance == 50_000
    assert isinstance(till(records).send("T1", "1").error, AccountBlocked)


def test_blocking_stops_a_till_and_unblocking_lets_it_go_on(records: Records) -> None:
    records.account(balance="5")
    block = BlockAccount(records.accounts, records.clock)
    assert block(CLUB, AccountType.LOYALTY, "1") is Status.BLOCKED
    assert isinstance(till(records).send("T1", "1").error, AccountBlocked)
    assert block(CLUB, AccountType.LOYALTY, "1", blocked=False) is Status.ACTIVE
    assert figures(till(records).send("T2", "1")) == (6, 0, 6)
    with pytest.raises(InvalidInput, match="There is no account"):
        block(OTHER, AccountType.LOYALTY, "1")


def test_closing_needs_an_empty_account(records: Records) -> None:
    records.account(balance="5")
    close = CloseAccount(records.accounts, records.clock)
    with pytest.raises(InvalidInput, match="balance of 5"):
        close(CLUB, AccountType.LOYALTY, "1")
    till(records).hold("H1", "-2", expires_at=records.clock.now() + timedelta(hours=1))
    with pytest.raises(InvalidInput, match="1 open holds"):
        close(CLUB, AccountType.LOYALTY, "1")
    records.clock.advance(hours=2)
    till(records).send("T1", "-5")
    assert close(CLUB, AccountType.LOYALTY, "1") is Status.CLOSED
    assert isinstance(till(records).send("T2", "1").error, AccountClosed)
    with pytest.raises(InvalidInput, match="final"):
        BlockAccount(records.accounts, records.clock)(CLUB, AccountType.LOYALTY, "1", blocked=False)


def test_an_adjustment_moves_once_for_its_key(records: Records) -> None:
    records.account("7", account_type=DEPOSIT, balance="12.40")
    adjust = AdjustAccount(records.accounts, records.ledger, records.clock)

    def adjusted(amount: str, key: str) -> int:
        reply = adjust(CLUB, AccountType.DEPOSIT, "7", amount, reason="goodwill", key=key, operator="anna")
        return reply.figures.balance if reply.figures else -1

    assert adjusted("-2.40", "k1") == 100_000
    assert adjusted("-2.40", "k1") == 100_000
    assert adjusted("0.01", "k2") == 100_100
    with pytest.raises(IdempotencyMismatch):
        adjusted("-2.41", "k1")
    with pytest.raises(InsufficientFunds):
        adjusted("-10.02", "k3")
    rows = records.reader.rows("SELECT kind, reason, operator FROM movement WHERE kind <> 'opening'")
    assert [tuple(row) for row in rows] == [("adjust", "goodwill", "anna")] * 2


def test_terms_change_one_by_one(records: Records) -> None:
    records.account(tier="SILVER", description="Club")
    change = ChangeAccount(records.accounts, records.clock)
    changed = change(CLUB, AccountType.LOYALTY, "1", {"tier": "GOLD", "floor": "-20"})
    assert (changed.tier, changed.floor, changed.description) == ("GOLD", -200_000, "Club")
    assert sheet(records).opening.terms == changed
    assert figures(till(records).send("T1", "-20")) == (-20, 0, -20)
