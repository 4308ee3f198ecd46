"""Ids of movements after the server was away."""

from collections.abc import Sequence
from typing import Any

import psycopg
import pytest

from adapters.database.engine import sqlite_module
from adapters.database.hot_transaction import HotTransaction
from adapters.database.movement_ids import BLOCK
from tests.adapters.database.conftest import World

_SQLITE: Any = sqlite_module()


def test_after_an_outage_the_ledger_goes_on_with_a_block_that_is_surely_its_own(
    database_world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A crash can put the sequence back to what was on the disk: the block in memory is another process' too."""
    database_world.account()
    assert database_world.store
    is_sqlite = database_world.store.is_sqlite
    till = database_world.till()
    before = till.send("before", "1").movement_id
    outages = [_SQLITE.OperationalError("disk I/O error") if is_sqlite else psycopg.OperationalError("connection lost")]
    run = HotTransaction.execute

    def lost(hot: HotTransaction, statement: str, values: Sequence[Any] = ()) -> None:
        if statement == "COMMIT" and outages:
            raise outages.pop()
        run(hot, statement, values)

    monkeypatch.setattr(HotTransaction, "execute", lost)
    during, after = till.send("during", "1").movement_id, till.send("after", "1").movement_id
    assert not outages
    assert before
    assert during == before + (1 if is_sqlite else BLOCK)
    assert after == during + 1
