"""A balance is explained, as of any moment, by the entries and holds of that moment: fake, SQLite and PostgreSQL alike."""

from collections.abc import Callable
from datetime import timedelta
from typing import cast

import pytest

from adapters.database.balance_history import DatabaseBalanceHistory
from adapters.database.reading import Reader
from domain.accounts.account import AccountType
from domain.accounts.explain_balance import BalanceHistory, ExplainBalance, Explanation
from domain.accounts.update_command import UpdateReply
from domain.identity.caller import Caller
from domain.page_tokens import PageTokens
from domain.pager import Pager
from domain.paging import FIRST_PAGE, PageRequest
from domain.refusals import NoAccount, UnknownAccountType
from tests.adapters.database.conftest import World
from tests.builders import LOYALTY, START, TestClock, programme
from tests.fakes.balance_history import FakeBalanceHistory
from tests.fakes.ledger import FakeLedger

CALLER = Caller(programme(), 1, "till-1")


@pytest.fixture
def explain(world: World) -> ExplainBalance:
    """A day with a sale each hour, a hold that is completed in part, one that is left open, and a reversal."""
    world.account()
    world.account("200")
    till = world.till()
    steps: tuple[Callable[[], UpdateReply], ...] = (
        lambda: till.send("1", "100"),
        lambda: till.hold("2", "-30"),
        lambda: till.send("2", "-20"),
        lambda: till.hold("3", "-5", expires_at=till.clock.now() + timedelta(hours=2)),
        lambda: till.hold("4", "7"),
        lambda: till.send("5", "15", original_transaction_id="2"),
    )
    for step in steps:
        assert step().figures
        till.clock.advance(hours=1)
    history: BalanceHistory = (
        DatabaseBalanceHistory(Reader(world.store))
        if world.store
        else FakeBalanceHistory(cast("FakeLedger", world.ledger))
    )
    return ExplainBalance(history, Pager(PageTokens(b"s" * 32)), TestClock(till.clock.now()))


def at(explain: ExplainBalance, hours: float, page: PageRequest = FIRST_PAGE) -> Explanation:
    return explain(CALLER, LOYALTY, "100", START + timedelta(hours=hours), page)


def points(told: Explanation) -> tuple[int, int, int]:
    return told.standing.balance // 10_000, told.held // 10_000, told.available // 10_000


def test_a_balance_is_explained_as_of_any_moment(explain: ExplainBalance) -> None:
    assert points(at(explain, -1)) == (0, 0, 0)
    assert points(at(explain, 0)) == (100, 0, 100)
    assert points(at(explain, 1.5)) == (100, 30, 70)
    assert points(at(explain, 2)) == (80, 0, 80)
    assert points(at(explain, 3.5)) == (80, 5, 75)
    assert points(at(explain, 4.9)) == (80, 5, 75)
    assert points(at(explain, 5)) == (95, 0, 95), "the hold of two hours has run out"
    assert [hold.amount for hold in at(explain, 4).holds] == [-50_000, 70_000]
    now = explain(CALLER, LOYALTY, "100", None, FIRST_PAGE)
    assert points(now) == (95, 0, 95)
    assert [hold.movement.transaction_id for hold in now.holds] == ["4"]


def test_now_is_after_the_last_entry_whatever_clock_it_was_entered_by(explain: ExplainBalance) -> None:
    ahead = explain.clock.now()
    now = ExplainBalance(explain.history, explain.pages, TestClock(START + timedelta(hours=1)))
    told = now(CALLER, LOYALTY, "100", None, FIRST_PAGE)
    assert points(told) == (95, 5, 90), "its hold of two hours has not run out by this clock"
    assert [line.sequence for line in told.entries.rows] == [6, 5, 4, 3, 2, 1]
    assert points(at(explain, 1)) == (100, 30, 70)
    assert ahead > now.clock.now()


def test_the_entries_say_what_they_came_from(explain: ExplainBalance) -> None:
    told = at(explain, 9)
    lines = [
        (line.sequence, line.movement.kind.value, line.movement.transaction_id, line.original)
        for line in told.entries.rows
    ]
    assert lines == [
        (6, "reversal", "5", "2"),
        (5, "hold", "4", ""),
        (4, "hold", "3", ""),
        (3, "redeem", "2", "2"),
        (2, "hold", "2", ""),
        (1, "earn", "1", ""),
    ]
    assert sum(line.movement.moved for line in told.entries.rows) == told.standing.balance
    assert told.entries.rows[0].movement.device == "pos1@0001.enactor"
    assert [line.sequence for line in at(explain, 2).entries.rows] == [3, 2, 1]


def test_pages_go_on_where_the_one_before_ended(explain: ExplainBalance) -> None:
    seen, token, pages = [], "", 0
    while pages == 0 or token:
        page = at(explain, 9, PageRequest(size=4, after=token)).entries
        seen += [line.sequence for line in page.rows]
        token, pages = page.next, pages + 1
        assert page.total == 6
    assert (seen, pages) == ([6, 5, 4, 3, 2, 1], 2)
    assert [line.sequence for line in at(explain, 9, PageRequest(offset=3, size=2)).entries.rows] == [3, 2]
    assert at(explain, 9, PageRequest(offset=50)).entries.rows == []


def test_what_there_is_not_is_refused(explain: ExplainBalance) -> None:
    assert explain(CALLER, "CUSTOMERLOYALTYACCOUNT", "200", None, FIRST_PAGE).entries.total == 0
    with pytest.raises(NoAccount):
        explain(CALLER, LOYALTY, "300", None, FIRST_PAGE)
    with pytest.raises(UnknownAccountType):
        explain(CALLER, "shoes", "100", None, FIRST_PAGE)
    with pytest.raises(NoAccount):
        explain(Caller(programme(), 1, "", subject="77"), LOYALTY, "100", None, FIRST_PAGE)
    assert explain.explain(programme(), AccountType.LOYALTY, "100", None, FIRST_PAGE).number == "100"
