"""Accounts with points to announce are found by an index, at 20,000 of them that are not, or are in a year only."""

import re
from datetime import timedelta

import pytest

from adapters.database.earning_rules_records import DatabaseEarningRules
from adapters.database.engine import Store
from adapters.database.expiring_points import DatabaseExpiringPoints
from adapters.database.expiry_notices import DatabaseExpiryNotices
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.expiry_notice import notice_window
from domain.clock import to_microseconds
from domain.programmes.earning_rules_form import read_rules
from domain.programmes.expiry_schedule import schedule_of
from tests.adapters.database.test_point_expiry import RULES
from tests.adapters.database.test_search_plans import CLUB, NOW, Listener, _plan, crowded, too_much

__all__ = ["crowded"]
INDEX = "ix_account_points_announce_from"


@pytest.mark.parametrize("expiry", ['{"months": 12, "noticeDays": 10}', '{"day": "12-01", "noticeDays": 30}'])
def test_whom_to_announce_to_is_found_by_the_index(crowded: Store, expiry: str) -> None:
    listener, work = Listener(crowded), UnitOfWork(crowded)
    rules = DatabaseEarningRules(listener, work)
    rules.add(CLUB, read_rules(RULES.format(0, expiry)), NOW - timedelta(days=400), NOW)
    window = notice_window(schedule_of(CLUB, rules.list(CLUB)), NOW)
    assert window
    with work.transaction() as connection:
        connection.exec_driver_sql(f"UPDATE account SET points_announce_from = {to_microseconds(window.following)}")
        connection.exec_driver_sql("UPDATE account SET points_announce_from = 1 WHERE number IN ('A7', 'A8')")
        connection.exec_driver_sql("UPDATE escrow_lot SET state = 'rolled'")
    with crowded.writes.connect() as connection:
        connection.exec_driver_sql("ANALYZE")
    listener.heard.clear()
    assert DatabaseExpiryNotices(crowded, listener, work, rules).announce(NOW, 100) == 2
    asked = [(statement, values) for statement, values in listener.heard if "FROM account" in statement]
    assert len(asked) >= 3
    for statement, values in asked:
        assert too_much(crowded, statement, values) == []
        assert any(INDEX in line for line in _plan(crowded, statement, values)), statement


@pytest.mark.parametrize("has_statistics", [False, True])
def test_lots_of_many_accounts_read_nothing_whole(crowded: Store, has_statistics: bool) -> None:
    """Planted: with joins by "=", PostgreSQL reads all movements for 256 accounts as long as it has no statistics."""
    listener, work = Listener(crowded), UnitOfWork(crowded)
    rules = DatabaseEarningRules(listener, work)
    rules.add(CLUB, read_rules(RULES.format(0, '{"months": 12}')), NOW - timedelta(days=90), NOW)
    if has_statistics:
        with crowded.writes.connect() as connection:
            connection.exec_driver_sql("ANALYZE")
    listener.heard.clear()
    until = NOW + timedelta(days=400)
    assert len([*DatabaseExpiringPoints(listener).until(CLUB, until, NOW, lambda _done, _all: None)]) > 0
    asked = [each for each in listener.heard if "IN (" in each[0]]
    for statement, values in asked[:2]:
        assert len(values) > 256
        # s are the accounts that are asked for.
        unwanted = r"^SCAN (?!s$)|Seq Scan|Hash|Merge"
        assert [line for line in _plan(crowded, statement, values) if re.search(unwanted, line)] == []
