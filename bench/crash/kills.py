"""Updates over both protocols while processes are killed: acknowledged = entries = balances, nothing twice or lost."""

import random
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.crash.crashing_gateway import CrashingGateway
from bench.crash.crashing_postgresql import CrashingPostgreSQL
from bench.crash.reckoning import reckon
from bench.crash.report import Advance, Report
from bench.crash.stubborn_till import StubbornTill, Told
from bench.crash.world import ACCOUNTS, prepare
from bench.wrong import Wrong

TILLS = 8
RESENT = 100

Kill = Callable[[], int]


def kill_on_sqlite(folder: Path, advance: Advance, *, updates: int, kills: int, planted: str = "") -> Report:
    """Kill answering processes and the whole program in turn."""
    report = Report("Kills on SQLite")
    url = f"sqlite:///{folder / 'kills.sqlite3'}"
    gateway = CrashingGateway(prepare(url, folder), planted=planted)
    dice = random.Random(4)  # noqa: S311 - chooses victims
    ways = [lambda: gateway.kill_one(dice), lambda: gateway.kill_one(dice), gateway.kill_all]
    try:
        return _run(report, url, gateway, ways, advance, updates=updates, kills=kills)
    finally:
        gateway.stop()


def kill_on_postgresql(
    programs: Path, folder: Path, advance: Advance, *, updates: int, kills: int, planted: str = ""
) -> Report:
    """Kill answering processes, the whole program, PostgreSQL's backends and its main process in turn."""
    report = Report("Kills on PostgreSQL")
    server = CrashingPostgreSQL(programs)
    try:
        gateway = CrashingGateway(prepare(server.url, folder), planted=planted)
        dice = random.Random(5)  # noqa: S311 - chooses victims
        ways = [
            lambda: gateway.kill_one(dice),
            lambda: server.kill_backend(dice),
            gateway.kill_all,
            server.kill_postmaster,
        ]
        try:
            return _run(report, server.url, gateway, ways, advance, updates=updates, kills=kills)
        finally:
            gateway.stop()
    finally:
        server.stop()


def _run(
    report: Report,
    url: str,
    gateway: CrashingGateway,
    ways: Sequence[Kill],
    advance: Advance,
    *,
    updates: int,
    kills: int,
) -> Report:
    race = _Race(gateway.url, updates)
    race.start()
    killed = [0] * len(ways)
    for number in range(kills):
        # Spread over the updates; two may hit while what they hit is still being started again.
        while race.is_on and len(race.told) < (number + 1) * updates // (kills + 1):
            time.sleep(0.005)
        deadline = time.monotonic() + 30
        while race.is_on and not (count := ways[number % len(ways)]()) and time.monotonic() < deadline:
            time.sleep(0.02)
        killed[number % len(ways)] += bool(race.is_on and count)
        advance(report.name, len(race.told), updates)
    race.join()
    report.faults += race.failures
    report.figures |= {"updates acknowledged": len(race.told), "kills": sum(killed)}
    report.figures["sent again"] = sum(told.sent - 1 for told in race.told.values())
    if sum(killed) < kills:
        report.faults.append(f"only {sum(killed)} of {kills} kills hit something")
    if not race.failures:
        report.faults += reckon(url, race.told)
        report.faults += _resend(gateway.url, race.told)
        report.faults += reckon(url, race.told)
    return report.end()


def _resend(url: str, told: dict[str, Told]) -> list[str]:
    """Send some again over the other protocol: each must be the first answer, and move nothing."""
    faults = []
    tills = [StubbornTill(url, is_soap=is_soap) for is_soap in (True, False)]
    for number, transaction_id in enumerate(list(told)[:RESENT]):
        first = told[transaction_id]
        try:
            again = tills[number % 2].update(first.account, transaction_id, first.amount).answer
        except Wrong as wrong:
            faults.append(str(wrong))
            continue
        if not again.replayed or again.figures != first.answer.figures:
            faults.append(f"{transaction_id}, sent again, was answered {again}, at first {first.answer}")
    for till in tills:
        till.close()
    return faults


class _Race:
    """Tills of both protocols, each with its share of the updates; `told` grows with each acknowledgement."""

    def __init__(self, url: str, updates: int) -> None:
        self.told: dict[str, Told] = {}
        self.failures: list[str] = []
        self._threads = [
            threading.Thread(target=self._sell, args=(url, number, updates // TILLS + (number < updates % TILLS)))
            for number in range(TILLS)
        ]

    @property
    def is_on(self) -> bool:
        """Whether a till is still selling."""
        return any(thread.is_alive() for thread in self._threads)

    def start(self) -> None:
        """Begin."""
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        """Wait for all."""
        for thread in self._threads:
            thread.join()

    def _sell(self, url: str, number: int, count: int) -> None:
        dice = random.Random(number)  # noqa: S311 - spreads the load
        till = StubbornTill(url, is_soap=number % 2 == 0)
        try:
            for sale in range(count):
                # Every third update is of one account that all tills move.
                account = ACCOUNTS[0] if dice.randrange(3) == 0 else dice.choice(ACCOUNTS)
                told = till.update(account, f"{number}-{sale}", dice.randrange(-5, 10) or 1)
                self.told[f"{number}-{sale}"] = told
        except Wrong as wrong:
            self.failures.append(str(wrong))
        finally:
            till.close()
