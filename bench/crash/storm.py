"""Transfers, sales, holds, reversals, merges and resends in any order by several writers, while readers sum in snapshots.

Half of the accounts only give to one another, each transfer two movements in one transaction: their sum never changes.
The others may not go below zero: what is held there is always covered, in every snapshot. Accounts of either half are
merged all the while, and their numbers go on being used; whatever is sent again gets its first answer.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from adapters.database.engine import Store
from adapters.database.ledger import DatabaseLedger
from adapters.database.unit_of_work import UnitOfWork
from bench.crash.reckoning import faults_of
from bench.crash.report import Advance, Report
from bench.crash.storm_merging import Merging
from bench.crash.storm_watch import GIVING, SPENDING, Watch
from bench.crash.world import DEVICE, OPENING, PROGRAMME, TYPE
from domain.accounts.prepared_update import PreparedUpdate
from domain.accounts.update_balance import prepare
from domain.accounts.update_command import Phase, UpdateBalance, UpdateReply
from domain.clock import SystemClock
from domain.identity.caller import Caller
from domain.identity.origin import Origin

WRITERS = 4
MERGE_EVERY, RESEND_EVERY = 9, 5
_CALLER = Caller(PROGRAMME, 1, "storm")


def rage(store: Store, advance: Advance, *, operations: int, together: bool = True) -> Report:
    """So many operations on the accounts of `world.prepare`; `together=False` plants a transfer that is two transactions."""
    kind = "SQLite" if store.is_sqlite else "PostgreSQL"
    report = Report(f"Storm on {kind}")
    watch, merging = Watch(store), Merging(store)
    watch.start()
    # Two ledgers stand for two processes: each forms its own batches.
    ledgers = [DatabaseLedger(store, UnitOfWork(store)) for _ in range(2)]
    writers = [
        _Writer(ledgers[number % 2], merging, number, operations // WRITERS, together=together)
        for number in range(WRITERS)
    ]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        writers[0].join(0.5)
        advance(report.name, sum(writer.done for writer in writers), operations)
        for writer in writers:
            writer.join(0.01)
    watch.end()
    report.faults += [fault for writer in writers for fault in writer.faults] + watch.faults + faults_of(store)
    report.figures |= {
        "operations": sum(writer.done for writer in writers),
        "of them refused": sum(writer.refused for writer in writers),
        "merges": merging.done,
        "snapshots": watch.snapshots,
    }
    return report.end()


class _Writer(threading.Thread):
    """One till's random work, under transaction ids of its own."""

    def __init__(self, ledger: DatabaseLedger, merging: Merging, number: int, count: int, *, together: bool) -> None:
        super().__init__()
        self._ledger, self._number, self._count, self._together = ledger, number, count, together
        self._merging = merging
        self._dice = random.Random(number)  # noqa: S311 - any work will do
        self._open: list[tuple[str, str]] = []
        self._final: list[tuple[str, str]] = []
        self._sent: list[tuple[PreparedUpdate, UpdateReply]] = []
        self.done = self.refused = 0
        self.faults: list[str] = []

    def run(self) -> None:
        """Work; an error that no refusal explains is a fault."""
        ways: list[Callable[[str], list[PreparedUpdate]]] = [
            self._transfer,
            self._sale,
            self._hold,
            self._end_hold,
            self._reversal,
        ]
        while self.done < self._count and not self.faults:
            name = f"{self._number}-{self.done}"
            if self.done % MERGE_EVERY == MERGE_EVERY - 1:
                self._merging.merge(name, self._dice)
            elif self._sent and self.done % RESEND_EVERY == 0:
                self._send_again()
            else:
                self._work(self._dice.choice(ways)(name))
            self.done += 1

    def _work(self, updates: list[PreparedUpdate]) -> None:
        batches = [updates] if self._together else [[update] for update in updates]
        for update, answer in zip(updates, self._post(batches), strict=True):
            if not isinstance(answer, UpdateReply):
                self.faults.append(f"{updates} got {answer!r}")
                continue
            self.refused += answer.error is not None
            self._sent.append((update, answer))

    def _send_again(self) -> None:
        """Nobody heard the first answer, whatever has become of the account since."""
        update, first = self._dice.choice(self._sent)
        (again,) = self._ledger.post_many([replace(update, received_at=SystemClock().now())])
        is_first = isinstance(again, UpdateReply) and (again.replayed, again.movement_id, again.moved) == (
            True,
            first.movement_id,
            first.moved,
        )
        if not is_first:
            self.faults.append(f"{update}, sent again, got {again!r}, at first {first!r}")

    def _post(self, batches: list[list[PreparedUpdate]]) -> Iterator[UpdateReply | Exception]:
        for number, batch in enumerate(batches):
            if number:
                # Time for a reader to see the half of a planted transfer.
                time.sleep(0.01)
            yield from self._ledger.post_many(batch)

    def _transfer(self, name: str) -> list[PreparedUpdate]:
        giver, taker = self._dice.sample(self._merging.names(GIVING), 2)
        amount = self._dice.randrange(1, 50)
        return [_update(giver, f"{name} give", -amount), _update(taker, f"{name} take", amount)]

    def _sale(self, name: str) -> list[PreparedUpdate]:
        account = self._dice.choice(self._merging.names(SPENDING))
        self._final.append((account, name))
        # Most of what there is at once, so that the floor is met again and again.
        return [_update(account, name, self._dice.choice((-OPENING // 2, OPENING // 3, -70, 90)))]

    def _hold(self, name: str) -> list[PreparedUpdate]:
        account = self._dice.choice(self._merging.names(SPENDING))
        self._open.append((account, name))
        return [_update(account, name, self._dice.choice((-OPENING // 3, -500, 40)), Phase.HOLD)]

    def _end_hold(self, name: str) -> list[PreparedUpdate]:
        if not self._open:
            return self._hold(name)
        account, held = self._open.pop(self._dice.randrange(len(self._open)))
        phase = self._dice.choice((Phase.FINAL, Phase.CANCEL))
        return [_update(account, f"{name} end", None, phase, original=held)]

    def _reversal(self, name: str) -> list[PreparedUpdate]:
        if not self._final:
            return self._sale(name)
        account, sold = self._dice.choice(self._final)
        return [_update(account, f"{name} back", None, Phase.FINAL, original=sold)]


def _update(
    account: str, name: str, amount: int | None, phase: Phase = Phase.FINAL, original: str = ""
) -> PreparedUpdate:
    command = UpdateBalance(
        account_type=TYPE,
        account_id=account,
        amount=None if amount is None else Decimal(amount),
        phase=phase,
        transaction_id=name,
        original_transaction_id=original,
        message_origin=Origin(device=DEVICE),
    )
    return prepare(_CALLER, command, SystemClock().now())
