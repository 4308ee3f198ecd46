"""Everything that moves points without a ticket: tills, people, the worker, time, and new rules."""

from datetime import timedelta
from random import Random

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from adapters.database.due_points import DuePoints
from adapters.database.expired_holds import DatabaseExpiredHolds
from adapters.database.expired_points import DatabaseExpiredPoints
from adapters.database.expiry_notices import DatabaseExpiryNotices
from adapters.database.ledger import DatabaseLedger
from adapters.database.tier_resets import DatabaseTierResets
from domain.accounts.account import AccountType
from domain.accounts.adjust_account import AdjustAccount
from domain.accounts.reinstate_points import ReinstatePoints
from gateway.jobs import build_jobs
from tests.adapters.database.club.base import RULES, ClubBase, Database
from tests.adapters.database.club.model import ACCOUNTS, MEMBERS
from tests.adapters.database.club.rules import Rules

POINTS = st.integers(1, 60)
ACCOUNT = st.sampled_from(["L-1", "L-1", *ACCOUNTS])


class PointTills(ClubBase):
    """Redemptions, credits, holds, reversals, movements by hand, reinstatements, worker's passes, waiting."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        records, clock, rules = self.records, self.world.clock, self.world.rules
        parts = (records.store, records.reader, records.work, rules)
        due = DuePoints(records.store, records.reader, rules)
        ledger = DatabaseLedger(records.store, records.work, due)
        holds = DatabaseExpiredHolds(records.store, records.reader, records.work, due)
        points, notices, resets = (
            DatabaseExpiredPoints(*parts),
            DatabaseExpiryNotices(*parts),
            DatabaseTierResets(*parts),
        )
        self.finished = set[str]()
        self.jobs = build_jobs(holds, self.world.books, points, notices, resets, clock)
        self.adjust_account = AdjustAccount(records.accounts, ledger, clock)
        self.reinstate_points = ReinstatePoints(records.accounts, ledger, rules, clock)

    @rule(number=ACCOUNT, points=POINTS)
    def redeem(self, number: str, points: int) -> None:
        name, till = self.name("T"), self.world.till(number, device="pos1")
        self.update(name, lambda: till.send(name, f"-{points}"), lambda club: club.redeem(number, name, points), number)

    @precondition(lambda self: self.club.points["L-1"].available > 0)
    @rule(is_undone=st.booleans())
    def redeem_everything(self, is_undone: bool) -> None:
        """And take it back, when the worker has come by and found nothing."""
        points = self.club.points["L-1"].available
        self.redeem("L-1", points)
        if is_undone:
            self.let_the_worker_do_everything()
            name = f"T-{self.number}"
            self.undo("L-1", name, points)

    @rule(number=ACCOUNT, points=POINTS)
    def earn(self, number: str, points: int) -> None:
        name, till = self.name("T"), self.world.till(number, device="pos1")
        self.update(name, lambda: till.send(name, str(points)), lambda club: club.earn(number, name, points), number)

    @rule(number=ACCOUNT, points=POINTS, days=st.sampled_from([1, 20, 60]))
    def hold(self, number: str, points: int, days: int) -> None:
        name, till = self.name("H"), self.world.till(number, device="pos1")
        until = self.world.clock.now() + timedelta(days=days)
        self.update(
            name,
            lambda: till.hold(name, f"-{points}", expires_at=until),
            lambda club: club.hold(number, name, points, days),
            number,
        )

    @precondition(lambda self: self._holds())
    @rule(data=st.data(), part=st.integers(0, 3))
    def finish_a_hold(self, data: st.DataObject, part: int) -> None:
        number, name = data.draw(st.sampled_from(self._holds()[-4:]))
        till, points = self.world.till(number, device="pos1"), self.club.points[number].holds[name].points * part // 3
        send = (lambda: till.send(name, f"-{points}")) if points else (lambda: till.cancel(name))
        self.finished.add(name)
        self.update(f"end of {name}", send, lambda club: club.finish(number, name, points), number)

    @precondition(lambda self: self._moves())
    @rule(data=st.data(), part=st.sampled_from([1, 2, 2, 3]))
    def reverse(self, data: st.DataObject, part: int) -> None:
        number, name = data.draw(st.sampled_from(self._moves()[-4:]))
        self.undo(number, name, max(1, abs(self.club.points[number].moves[name].points) * part // 2))

    def undo(self, number: str, name: str, points: int) -> None:
        """Take so much of a movement back."""
        moved = self.club.points[number].moves[name].points
        again, till = self.name("V"), self.world.till(number, device="pos1")
        amount = f"{'-' if moved > 0 else ''}{points}"
        self.update(
            again,
            lambda: till.send(again, amount, original_transaction_id=name),
            lambda club: club.reverse(number, name, points),
            number,
        )

    @rule(number=ACCOUNT, points=st.integers(-40, 40).filter(bool))
    def move_by_hand(self, number: str, points: int) -> None:
        key = self.name("A")
        asked = {"reason": "counted wrong", "key": key, "operator": "anna"}
        programme = self.world.caller.programme
        self.update(
            key,
            lambda: self.adjust_account(programme, AccountType.LOYALTY, number, str(points), **asked),
            lambda club: club.adjust(number, points),
            number,
        )

    @precondition(lambda self: any(points.expired for points in self.club.points.values()))
    @rule(data=st.data(), more=st.sampled_from([-20, 0, 1, 1]))
    def reinstate(self, data: st.DataObject, more: int) -> None:
        number = data.draw(st.sampled_from([number for number, points in self.club.points.items() if points.expired]))
        account = self.club.points[number]
        points, key = max(1, account.expired - account.reinstated + more), self.name("A")
        asked = {"reason": "was ill", "key": key, "operator": "anna"}
        programme = self.world.caller.programme
        self.update(
            key,
            lambda: self.reinstate_points(programme, number, str(points), **asked),
            lambda club: club.reinstate(number, points),
            number,
        )

    @rule(time=st.sampled_from([{"minutes": 40}, {"minutes": 60}, {"days": 11}, {"days": 20}, {"days": 33}]))
    def wait(self, time: dict[str, int]) -> None:
        self.world.clock.advance(**time)
        self.club.go_to(self.world.clock.now())

    @precondition(lambda self: self.club.next_end())
    @rule(is_before=st.booleans())
    def wait_for_what_comes_next(self, is_before: bool) -> None:
        coming = self.club.next_end()
        assert coming
        self.world.clock.moment = coming
        if is_before:
            self.world.clock.advance(microseconds=-1)
        self.club.go_to(self.world.clock.now())

    @rule(order=st.randoms(use_true_random=False), limit=st.sampled_from([1, 2, 100]))
    def let_the_worker_do_a_part(self, order: Random, limit: int) -> None:
        before = self.reads.tell()
        order.choice(self.jobs).work(limit)
        assert self.reads.tell() == before, "a worker's pass changed what is told"

    @rule()
    def let_the_worker_do_everything(self) -> None:
        before = self.reads.tell()
        self.work()
        assert self.reads.tell() == before, "a worker's pass changed what is told"
        for number in MEMBERS:
            assert tuple(self.world.balances(number)) == self.club.balances(number)
        assert self.world.balances("L-3")[0] == self.club.points["L-3"].balance
        self.world.check_books()

    def work(self) -> None:
        """One job after the other, each until it finds nothing."""
        for job in self.jobs:
            rounds = 0
            while job.work(3):
                rounds += 1
                assert rounds < 100, f"{job} finds something again and again"

    @rule(rules=RULES)
    def change_the_rules(self, rules: Rules) -> None:
        """What expires sooner by new rules is reached by the worker, which comes by before that matters."""
        self.world.clock.advance(microseconds=1)
        self.club.go_to(self.world.clock.now())
        self.set_rules(rules)
        self.work()

    @precondition(lambda self: self.updates)
    @rule(order=st.randoms(use_true_random=False), count=st.integers(1, 3))
    def resend_updates(self, order: Random, count: int) -> None:
        self.replay_updates([order.choice(list(self.updates)) for _ in range(count)])

    def _holds(self) -> list[tuple[str, str]]:
        return [
            (number, name)
            for number, points in self.club.points.items()
            for name in points.holds
            if name not in self.finished
        ]

    def _moves(self) -> list[tuple[str, str]]:
        return [
            (number, name)
            for number, points in self.club.points.items()
            for name in points.moves
            if not name.startswith("payment")
        ]
