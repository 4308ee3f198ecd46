"""Lots of points are told from the entries: what was earned first is spent first and expires first."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from domain.accounts.point_line import PointLine
from domain.accounts.point_lots import PointLots, lots_at
from domain.accounts.prepared_update import MovementKind
from domain.programmes.expiry_rule import ExpiryRule, YearDay
from domain.programmes.expiry_schedule import ExpirySchedule

ZONE = ZoneInfo("Europe/London")
START = datetime(2026, 1, 1, 12, tzinfo=UTC)
SCHEDULE = ExpirySchedule(((START - timedelta(days=1), ExpiryRule(1)),), ZONE)
KIND = MovementKind


@dataclass
class Account:
    """An account of points over its movements; whoever touches it enters first what has expired."""

    schedule: ExpirySchedule = SCHEDULE
    lines: list[PointLine] = field(default_factory=list)
    now: datetime = START

    def lots(self) -> PointLots:
        lots = PointLots(self.schedule)
        lots.enter(self.lines)
        return lots

    def read(self) -> PointLots:
        """The lots as the store makes them: from the entries after the moment at which all was settled."""

        def past(settled: datetime | None) -> tuple[int, list[PointLine]]:
            assert settled
            before = sum(line.amount for line in self.lines if line.received_at <= settled)
            return before, [line for line in self.lines if line.received_at > settled]

        return lots_at(self.schedule, self.now, past)

    @property
    def balance(self) -> int:
        """What is told: without what has expired."""
        return sum(line.amount for line in self.lines) - self.lots().to_expire(self.now, 0)

    def move(self, amount: int, kind: MovementKind = KIND.EARN, original: int | None = None) -> int:
        number = len(self.lines) + 1
        original_at = self.lines[original - 1].received_at if original else None
        self.lines.append(PointLine(number, kind, amount, self.now, None, original, original_at))
        return number

    def enter(self, line: PointLine) -> None:
        self.lines.append(line)

    def look(self, held: int = 0) -> int:
        expired = self.lots().to_expire(self.now, held)
        if expired:
            self.move(-expired, KIND.EXPIRY)
        return expired


def days(account: Account, count: float) -> None:
    account.now += timedelta(days=count)


def test_what_was_earned_first_is_spent_first() -> None:
    account = Account()
    account.move(100)
    days(account, 10)
    account.move(50)
    account.move(-70, KIND.REDEEM)
    assert list(account.lots().coming(account.now).values()) == [30, 50]
    days(account, 22)
    assert account.balance == 50
    days(account, 10)
    assert (account.balance, account.look(), account.balance, account.look()) == (0, 80, 0, 0)


def test_what_is_held_does_not_expire_until_the_hold_ends() -> None:
    account = Account()
    account.move(100)
    days(account, 40)
    assert account.look(held=30) == 70
    account.move(-20, KIND.REDEEM)
    assert account.look() == 10


def test_a_redemption_that_is_taken_back_gives_points_their_own_expiry() -> None:
    account = Account()
    account.move(100)
    days(account, 20)
    account.move(100)
    spent = account.move(-150, KIND.REDEEM)
    account.move(60, KIND.REVERSAL, spent)
    account.move(90, KIND.REVERSAL, spent)
    assert list(account.lots().coming(account.now).values()) == [100, 100]
    spent = account.move(-150, KIND.REDEEM)
    days(account, 15)
    account.move(150, KIND.REVERSAL, spent)
    assert (account.balance, list(account.lots().coming(account.now).values())) == (200, [100, 100])


def test_a_refund_takes_the_points_of_its_own_purchase() -> None:
    account = Account()
    account.move(100)
    days(account, 20)
    bought = account.move(50)
    account.move(-50, KIND.REFUND, bought)
    assert list(account.lots().coming(account.now).values()) == [100]
    days(account, 20)
    assert account.balance == 0


def test_credits_pay_a_debt_first() -> None:
    account = Account()
    account.move(-30, KIND.REFUND)
    account.move(100)
    assert list(account.lots().coming(account.now).values()) == [70]
    days(account, 40)
    assert account.look() == 70
    assert account.balance == 0


def test_points_that_waited_count_from_the_end_of_their_waiting_and_reinstated_ones_from_their_return() -> None:
    account = Account()
    days(account, 5)
    account.enter(PointLine(1, KIND.ROLL_OVER, 10, account.now, occurred_at=START))
    account.enter(PointLine(2, KIND.REINSTATEMENT, 20, account.now))
    assert list(account.lots().coming(account.now).items()) == [
        (datetime(2026, 2, 2, tzinfo=UTC), 10),
        (datetime(2026, 2, 7, tzinfo=UTC), 20),
    ]


STEPS = st.lists(st.tuples(st.integers(-60, 60), st.floats(0, 20), st.booleans(), st.booleans()), max_size=40)


@given(STEPS)
def test_it_does_not_matter_when_somebody_looks(steps: list[tuple[int, float, bool, bool]]) -> None:
    rarely, often = Account(), Account()
    for amount, wait, reverses, looks in steps:
        for _ in range(8):
            days(often, wait / 8)
            often.look()
        rarely.now = often.now
        if looks:
            rarely.look()
        assert rarely.balance == often.balance
        assert rarely.lots().coming(rarely.now) == often.lots().coming(often.now)
        for account in (rarely, often):
            account.look()
            kind = KIND.EARN if amount > 0 else KIND.REDEEM
            redeemed = [line for line in account.lines if line.kind is KIND.REDEEM and line.amount]
            if reverses and redeemed:
                account.move(-redeemed[-1].amount // 2, KIND.REVERSAL, redeemed[-1].movement_id)
            account.move(amount, kind)
        assert rarely.balance == often.balance


YEAR_END = ExpirySchedule(((START, None), (START + timedelta(days=20), ExpiryRule(1, YearDay(6, 30)))), ZONE)
CHANGING = ExpirySchedule(
    ((START - timedelta(days=1), ExpiryRule(2)), (START + timedelta(days=100), ExpiryRule(1))), ZONE
)


@given(STEPS, st.sampled_from([SCHEDULE, YEAR_END, CHANGING]))
def test_lots_add_up_and_the_past_matters_by_its_balance_alone(
    steps: list[tuple[int, float, bool, bool]], schedule: ExpirySchedule
) -> None:
    account = Account(schedule)
    left: dict[int, int] = {}
    for amount, wait, reverses, reverses_oldest in steps:
        days(account, wait)
        account.look()
        if left and reverses:
            redeemed = min(left) if reverses_oldest else max(left)
            back = min(left[redeemed], abs(amount) + 1)
            left[redeemed] -= back
            account.move(back, KIND.REVERSAL, redeemed)
            left = {each: still for each, still in left.items() if still}
        else:
            number = account.move(amount, KIND.EARN if amount > 0 else KIND.REDEEM)
            left |= {number: -amount} if amount < 0 else {}
        whole, read = account.lots(), account.read()
        for lots in (whole, read):
            assert sum(lot.left for lot in lots.lots) - lots.debt == sum(line.amount for line in account.lines)
            assert all(lot.left > 0 for lot in lots.lots)
            assert not (lots.lots and lots.debt)
        assert whole.over(account.now) == read.over(account.now)
        assert whole.coming(account.now) == read.coming(account.now)
        assert whole.next_look(account.now) > account.now


@given(STEPS)
def test_by_one_rule_what_is_left_is_the_balance_but_at_most_what_was_credited_lately(
    steps: list[tuple[int, float, bool, bool]],
) -> None:
    account = Account()
    for amount, wait, _, _ in steps:
        days(account, wait)
        account.look()
        balance = sum(line.amount for line in account.lines)
        account.move(max(amount, -max(balance, 0)), KIND.EARN if amount > 0 else KIND.REDEEM)
        days(account, wait)
        entered = sum(line.amount for line in account.lines)
        ahead = sum(
            line.amount
            for line in account.lines
            if line.amount > 0 and (SCHEDULE.expires_at(line.received_at) or START) > account.now
        )
        assert account.balance == min(entered, ahead)
