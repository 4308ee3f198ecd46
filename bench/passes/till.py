"""A till that moves the accounts that a worker is about, in a process of its own, and says how long it waited."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from multiprocessing import get_context
from multiprocessing.connection import Connection
from random import Random
from typing import Any

from adapters.database.engine import open_store
from adapters.database.ledger import DatabaseLedger
from adapters.database.unit_of_work import UnitOfWork
from bench.wrong import Wrong
from domain.accounts.account import AccountType
from domain.accounts.outcome import Outcome
from domain.accounts.update_balance import UpdateBalanceUseCase
from domain.accounts.update_command import UpdateBalance
from domain.identity.caller import Caller
from domain.identity.origin import Origin
from domain.programmes.programme import Programme
from tests.builders import TestClock

PAUSE_SECONDS = 0.002
AHEAD = 200
"""It moves accounts of this many that come next."""

Wait = tuple[float, float]
"""When an update was sent (`time.monotonic`), and how many seconds it took."""


class Till:
    """`place` is the account that the worker has come to; `waits`, once it has stopped, what the updates took."""

    def __init__(self, process_of: Any) -> None:
        self.place = process_of.Value("q", 0)
        self.is_over = process_of.Event()
        self.waits: list[Wait] = []


@contextmanager
def moving(database_url: str, programme: Programme, now: datetime, accounts: int) -> Iterator[Till]:
    """A till of so many accounts that sends one update after the other as long as the block lasts; raises `Wrong` where one fails."""
    processes = get_context("spawn")
    till = Till(processes)
    ours, theirs = processes.Pipe()
    process = processes.Process(
        target=_move, args=(database_url, programme, now, accounts, till.place, till.is_over, theirs)
    )
    process.start()
    try:
        if ours.recv() != "ready":
            raise Wrong("The till did not come up.")
        yield till
    finally:
        till.is_over.set()
        found = ours.recv() if ours.poll(60) else None
        process.join(60)
    if not isinstance(found, list):
        raise Wrong(f"An update of the till was answered with {found}.")
    till.waits = found


def _move(
    database_url: str,
    programme: Programme,
    now: datetime,
    accounts: int,
    place: Any,
    is_over: Any,
    answer: "Connection[Any, Any]",
) -> None:
    store = open_store(database_url)
    use_case = UpdateBalanceUseCase(DatabaseLedger(store, UnitOfWork(store)), TestClock(now))
    caller, dice, waits = Caller(programme, 1, "bench"), Random(1), list[Wait]()  # noqa: S311 - shoppers, no secrets
    answer.send("ready")
    while not is_over.wait(PAUSE_SECONDS):
        command = UpdateBalance(
            account_type=AccountType.LOYALTY.value,
            account_id=f"sales-{(place.value + dice.randrange(AHEAD)) % accounts + 1}",
            amount=Decimal(1),
            transaction_id=f"{now:%Y}-{len(waits)}",
            message_origin=Origin(site="0001", device="pos9@0001"),
        )
        began = time.monotonic()
        reply = use_case(caller, command)
        waits.append((began, time.monotonic() - began))
        if reply.outcome is not Outcome.SUCCESS:
            answer.send(str(reply))
            return
    store.close()
    answer.send(waits)
