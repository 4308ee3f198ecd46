"""Putting a population into the demo's database."""

import gc
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from multiprocessing import get_context

from adapters.database.bulk_copy import TableRows
from adapters.database.customer_directory import DatabaseCustomerDirectory
from adapters.database.first_load import FirstLoad
from adapters.database.point_lots_reader import PointLotsReader
from gateway.demo.population.make import make_rows
from gateway.demo.population.plan import FIRST_NUMBER, YEAR, Plan
from gateway.demo.prepare import TILL, prepare
from gateway.demo_issuer import DEMO_PROGRAMME
from gateway.end_with_parent import end_with_parent
from gateway.settings import Settings
from gateway.start_refused import StartRefused
from gateway.wiring import Gateway, open_gateway

Advance = Callable[[str, int, int], None]
"""Takes what is being done, how much of it is done, and how much there is (0: nobody knows)."""

_PARTS_AHEAD = 2
"""For each process: what is made and not yet written waits in memory."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The population that is asked for; see `Plan`. `processes` make it, on as many cores."""

    customers: int
    movements_per_account: float
    seed: int
    until: datetime
    processes: int = 0


def populate(settings: Settings, wanted: Wanted, advance: Advance) -> None:
    """Make the demo, and the population in it.

    Raises `StartRefused` where the demo does (`prepare`), and where there is a population already.
    """
    prepare(settings)
    gateway = open_gateway(settings)
    try:
        first_load = FirstLoad(gateway.store, gateway.unit_of_work)
        plan = _plan(gateway, wanted, first_load)
        with _parts(plan, wanted.processes or os.cpu_count() or 1, advance) as parts:
            first_load.load(parts, lambda what: advance(what, 0, 0))
    finally:
        gateway.close()


def _plan(gateway: Gateway, wanted: Wanted, first_load: FirstLoad) -> Plan:
    programme = gateway.identity.programmes.by_code(DEMO_PROGRAMME)
    credential = gateway.identity.records.by_name(TILL)
    if programme is None or credential is None:
        raise StartRefused("The demo's programme or till is gone. Remove the database, and begin anew.")
    if DatabaseCustomerDirectory(gateway.reader).read(programme.id, str(FIRST_NUMBER + 1)):
        raise StartRefused(
            "The database has a population already, or the part of one that was stopped. Remove the database, or set "
            "DATA_DIRECTORY (or DATABASE_URL) to another place."
        )
    return Plan(
        programme=programme,
        credential_id=credential.id,
        first_ids=first_load.first_ids(),
        customers=wanted.customers,
        movements_per_account=wanted.movements_per_account,
        seed=wanted.seed,
        until=wanted.until,
        first_look=PointLotsReader(gateway.reader).first_look(programme, wanted.until - YEAR),
    )


@contextmanager
def _parts(plan: Plan, processes: int, advance: Advance) -> Iterator[Iterator[Sequence[TableRows]]]:
    """The rows of each part in turn, made in so many processes beside this one, a few parts ahead and no more."""
    if min(processes, plan.parts) == 1:
        yield _one_by_one(plan, advance)
        return
    # A forked process would share this one's connections.
    workers = ProcessPoolExecutor(processes, get_context("spawn"), _begin, (plan,))
    try:
        yield _in_turn(plan, workers, processes * _PARTS_AHEAD, advance)
    finally:
        workers.shutdown(cancel_futures=True)


def _one_by_one(plan: Plan, advance: Advance) -> Iterator[Sequence[TableRows]]:
    for part in range(plan.parts):
        yield make_rows(plan, part)
        advance("customers", plan.places(part).stop, plan.customers)


def _in_turn(plan: Plan, workers: ProcessPoolExecutor, ahead: int, advance: Advance) -> Iterator[Sequence[TableRows]]:
    waiting: deque[Future[Sequence[TableRows]]] = deque()
    for part in range(plan.parts):
        waiting.append(workers.submit(_make, part))
        if len(waiting) > ahead:
            yield waiting.popleft().result()
            advance("customers", plan.places(part - ahead).stop, plan.customers)
    while waiting:
        yield waiting.popleft().result()
        advance("customers", plan.places(plan.parts - len(waiting) - 1).stop, plan.customers)


_plans: list[Plan] = []
"""The one plan of a process that makes parts."""


def _begin(plan: Plan) -> None:
    end_with_parent()
    # Rows refer to one another in no circle, and looking for circles takes a third of the time.
    gc.disable()
    _plans.append(plan)


def _make(part: int) -> Sequence[TableRows]:
    return make_rows(_plans[0], part)
