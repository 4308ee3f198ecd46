"""Points that expire: told by every read at once, entered once by whatever comes first, on both databases."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from typing import Any

import pytest

from adapters.database.account_directory import DatabaseAccountDirectory
from adapters.database.account_reader import DatabaseAccountReader
from adapters.database.balance_history import DatabaseBalanceHistory
from adapters.database.expired_points import DatabaseExpiredPoints
from adapters.database.profile_directory import DatabaseProfileDirectory
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from adapters.database.whole_tables import WholeTables
from domain.accounts.account import AccountType
from domain.accounts.account_directory import AccountCriteria
from domain.accounts.enquire_balance import AccountKey
from domain.customers.identifier_keys import IdentifierKind
from domain.pager import Window
from domain.programmes.programme import Programme
from domain.refusals import InsufficientFunds
from tests.adapters.database.records import CLUB
from tests.adapters.database.ticket_world import TODAY, TicketWorld, ticket_world
from tests.builders import Till, figures

RULES = '{{"earn": [{{"name": "base", "points": 1, "perAmount": 1}}], "escrowDays": {}, "expiry": {}}}'


class Shop:
    """A world whose points expire, a till, and the worker's job."""

    def __init__(self, world: TicketWorld, expiry: str, escrow_days: int = 0) -> None:
        assert world.records
        self.world, self.clock, self.records = world, world.clock, world.records
        world.set_rules(RULES.format(escrow_days, expiry))
        self.reread()

    @property
    def programme(self) -> Programme:
        """The programme as it is read now."""
        found = DatabaseProgrammes(self.records.reader).by_id(CLUB.id)
        assert found
        return found

    def reread(self) -> None:
        """Let the tills know of the rules."""
        self.world.caller = replace(self.world.caller, programme=self.programme)

    def till(self, account: str = "L-1") -> Till:
        return self.world.till(account)

    def job(self) -> DatabaseExpiredPoints:
        return DatabaseExpiredPoints(self.records.store, self.records.reader, self.records.work, self.world.rules)

    def work(self, limit: int = 100) -> int:
        return self.job().expire(self.clock.now(), limit)

    def told(self, number: str = "1") -> int:
        """The balance that every read tells."""
        reader, now, programme = self.records.reader, self.clock.now(), self.programme
        enquired = DatabaseAccountReader(reader).read(programme, AccountKey(AccountType.LOYALTY, f"L-{number}"), now)
        criteria = AccountCriteria(customer_number=f"10{number}")
        (listed,) = DatabaseAccountDirectory(reader).list_accounts(programme, criteria, now, Window(limit=5))
        (profile,) = DatabaseProfileDirectory(reader).find(programme, IdentifierKind.NUMBER, f"10{number}", now)
        sheet = self.records.accounts.by_number(programme.id, AccountType.LOYALTY, f"L-{number}", now)
        (of_customer,) = [
            each
            for each in self.records.accounts.of_customer(programme.id, f"10{number}", now)
            if each.opening.type is AccountType.LOYALTY
        ]
        exported = WholeTables(reader).accounts(programme.id, now)
        assert enquired
        assert sheet
        assert sheet == of_customer == next(each for each in exported if each.opening.number == f"L-{number}")
        told = {int(each.figures.wire_balance) for each in (enquired, listed.row)}
        history = DatabaseBalanceHistory(reader)
        explained = history.standing(programme, AccountType.LOYALTY, f"L-{number}", now, is_now=True)
        assert explained
        told |= {
            explained.balance // 10_000,
            int(profile.points.spendable.balance),
            sheet.balance // 10_000,
            of_customer.balance // 10_000,
        }
        assert len(told) == 1, told
        return told.pop()

    def explained_day_by_day(self, days: int) -> list[int]:
        """The balance as it is explained of each of the last days."""
        history, told = DatabaseBalanceHistory(self.records.reader), []
        for day in range(days):
            as_of = self.clock.now() - timedelta(days=days - 1 - day)
            standing = history.standing(self.programme, AccountType.LOYALTY, "L-1", as_of)
            told.append(standing.balance // 10_000 if standing else 0)
        return told

    def expiries(self) -> list[int]:
        rows = self.records.reader.rows("SELECT moved FROM movement WHERE kind = 'expiry' ORDER BY id")
        return [row[0] // -10_000 for row in rows]


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    with ticket_world(database_url) as opened:
        yield opened


@pytest.fixture
def shop(world: TicketWorld) -> Shop:
    """Points live for a month."""
    return Shop(world, '{"months": 1}')


def test_points_are_gone_for_every_read_before_a_worker_comes_by(shop: Shop) -> None:
    shop.world.send("R-1", "100.00")
    shop.clock.advance(days=10)
    shop.till().send("T-1", "50")
    shop.clock.advance(days=19)
    assert (shop.told(), shop.work()) == (150, 0)
    shop.clock.advance(days=2)
    assert (shop.told(), shop.world.balances()[0]) == (50, 150)
    assert shop.work() == 2
    assert (shop.told(), shop.world.balances()[0], shop.expiries()) == (50, 50, [100])
    assert shop.work() == 0
    shop.clock.advance(days=10)
    assert (shop.told(), shop.work(), shop.told(), shop.expiries()) == (0, 1, 0, [100, 50])
    kinds = shop.records.reader.rows("SELECT type FROM outbox WHERE type = 'PointsExpired'")
    assert len(kinds) == 2


def test_a_till_can_not_spend_what_has_expired(shop: Shop) -> None:
    shop.world.send("R-1", "100.00")
    shop.clock.advance(days=10)
    shop.world.send("R-2", "30.00")
    shop.clock.advance(days=22)
    assert isinstance(shop.till().send("T-1", "-31").error, InsufficientFunds)
    assert shop.expiries() == [100]
    assert figures(shop.till().send("T-2", "-30")) == (0, 0, 0)
    shop.clock.advance(days=40)
    assert (shop.work(), shop.expiries()) == (2, [100])


def test_a_ticket_enters_what_has_expired_before_it_earns(shop: Shop) -> None:
    shop.world.send("R-1", "100.00")
    shop.clock.advance(days=32)
    assert shop.world.send("R-2", "7.00").spendable == 7
    assert (shop.expiries(), shop.told()) == ([100], 7)


def test_what_was_spent_does_not_expire(shop: Shop) -> None:
    shop.world.send("R-1", "100.00")
    shop.till().send("T-1", "-80")
    shop.clock.advance(days=32)
    assert (shop.told(), shop.work(), shop.expiries()) == (0, 2, [20])


def test_points_that_waited_count_from_the_end_of_their_waiting_whoever_rolls_them_over(world: TicketWorld) -> None:
    shop = Shop(world, '{"months": 1}', escrow_days=30)
    world.send("R-1", "100.00")
    shop.clock.advance(days=5)
    world.send("R-2", "10.00")
    shop.clock.advance(days=55)
    assert shop.told() == 110
    shop.clock.advance(days=2)
    assert shop.told() == 10
    past = shop.explained_day_by_day(62)
    assert past == [0] * 29 + [100] * 5 + [110] * 27 + [10]
    assert shop.work() == 2
    assert (shop.told(), world.balances(), shop.expiries()) == (10, [10, 0, 110, 0], [100])
    assert shop.explained_day_by_day(62) == past, "what is told of the past changes with whoever enters it"
    shop.clock.advance(days=10)
    assert (shop.told(), shop.work(), shop.told()) == (0, 1, 0)


def test_a_hold_keeps_what_it_reserves_until_it_ends(shop: Shop) -> None:
    shop.world.send("R-1", "100.00")
    shop.clock.advance(days=30)
    shop.till().hold("T-1", "-60")
    shop.clock.advance(days=2)
    assert shop.told() == 60
    shop.till().send("T-2", "5")
    assert (shop.expiries(), shop.told()) == ([40], 65)
    assert figures(shop.till().send("T-1", "-45")) == (20, 0, 20)
    assert shop.told() == 5
    shop.work()
    assert (shop.expiries(), shop.told()) == ([40, 15], 5)


def test_points_that_a_reversal_gives_back_keep_their_expiry(shop: Shop) -> None:
    shop.world.send("R-1", "100.00")
    shop.till().send("T-1", "-100")
    shop.clock.advance(days=40)
    shop.work()
    shop.world.send("R-2", "100.00")
    shop.till().send("T-2", "-60")
    shop.clock.advance(days=10)
    shop.work()
    shop.till().send("T-3", None, original_transaction_id="T-2")
    shop.till().send("T-4", None, original_transaction_id="T-1")
    assert shop.told() == 200
    shop.clock.advance(days=22)
    assert (shop.told(), shop.work() > 0, shop.told()) == (100, True, 100)
    shop.clock.advance(days=10)
    assert (shop.told(), shop.work() > 0, shop.told()) == (0, True, 0)
    assert shop.expiries() == [100, 100]


def test_points_that_come_back_by_a_reversal_are_gone_at_their_time_though_nobody_expected_any(shop: Shop) -> None:
    """Planted: without a look at the account when they come back, they are told until the next one."""
    shop.clock.advance(days=40)
    shop.world.send("R-1", "1.00")
    shop.clock.advance(days=20)
    shop.world.send("R-2", "100.00")
    shop.till().send("T-1", "-101")
    shop.clock.advance(days=14)
    shop.work()
    shop.till().send("T-2", None, original_transaction_id="T-1")
    assert shop.told() == 101
    shop.clock.advance(days=19)
    assert (shop.told(), shop.work() > 0, shop.told()) == (1, True, 1)


def test_a_new_account_is_not_looked_at_before_its_points_can_have_expired(shop: Shop) -> None:
    shop.clock.advance(days=400)
    shop.work()
    shop.records.account("L-9", customer_number="101", balance="70")
    heard = Heard(shop.records.reader)
    key, balances = AccountKey(AccountType.LOYALTY, "L-9"), []
    for days in (0, 20, 20):
        shop.clock.advance(days=days)
        account = DatabaseAccountReader(heard).read(shop.programme, key, shop.clock.now())
        assert account
        balances.append((int(account.figures.wire_balance), heard.statements > 1))
        heard.statements = 0
    assert balances == [(70, False), (70, False), (0, True)]
    assert shop.work() > 0
    assert shop.expiries() == [70]


class Heard(Reader):
    """A reader that counts its statements."""

    def __init__(self, reader: Reader) -> None:
        super().__init__(reader._store)
        self.statements = 0

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        """See `Reader`."""
        self.statements += 1
        return super().rows(statement, values)


@pytest.mark.parametrize("escrow_days", [0, 1])
def test_a_return_takes_the_points_of_its_own_purchase(world: TicketWorld, escrow_days: int) -> None:
    shop = Shop(world, '{"months": 1}', escrow_days)
    day = shop.clock.now().date()
    world.send("R-1", "100.00")
    shop.clock.advance(days=5)
    world.send("R-2", "50.00", business_date=day)
    shop.clock.advance(days=5)
    world.books.roll_over(shop.clock.now(), 10)
    world.give_back("B-1", "R-2")
    assert shop.told() == 100
    shop.clock.advance(days=23)
    assert (shop.told(), shop.work(), shop.expiries()) == (0, 2, [100])


def test_a_claim_takes_what_came_back_from_what_its_own_purchase_earns(shop: Shop) -> None:
    shop.world.send("R-1", "100.00")
    shop.clock.advance(days=20)
    shop.world.send("R-2", "20.00", "10.00", card_number="", business_date=TODAY)
    shop.world.give_back("B-2", "R-2", (1, "1"))
    assert shop.world.claim("R-2").taken_back == 20
    shop.clock.advance(days=12)
    assert (shop.told(), shop.work(), shop.expiries()) == (10, 2, [100])


@pytest.mark.parametrize("is_worker_quick", [False, True])
def test_a_return_leaves_the_same_whether_points_were_rolled_over_together_or_not(
    world: TicketWorld, is_worker_quick: bool
) -> None:
    """Two purchases end on one day; the second is partly spent, and older points came back meanwhile."""
    shop = Shop(world, '{"months": 1}', escrow_days=10)
    shop.till().send("T-1", "5")
    for receipt in ("R-1", "R-2"):
        world.send(receipt, "10.00")
        shop.clock.advance(hours=2)
    for hours in (10 * 24 - 3, 2):
        shop.clock.advance(hours=hours)
        if is_worker_quick:
            world.books.roll_over(shop.clock.now(), 10)
    shop.till().send("T-2", "-5")
    shop.till().send("T-3", "-8")
    shop.till().send("T-4", None, original_transaction_id="T-2")
    world.give_back("B-1", "R-1")
    assert shop.told() == 7
    shop.clock.advance(days=22)
    assert (shop.told(), shop.work() > 0, shop.told()) == (2, True, 2)


def test_rules_that_let_points_expire_sooner_reach_accounts_that_were_looked_at(shop: Shop) -> None:
    shop.world.send("R-1", "100.00")
    shop.clock.advance(days=40)
    shop.work()
    shop.world.set_rules(RULES.format(0, '{"months": 12}'))
    shop.clock.advance(hours=1)
    shop.world.send("R-2", "70.00")
    shop.work()
    shop.clock.advance(hours=1)
    shop.world.set_rules(RULES.format(0, '{"day": "12-31"}'))
    shop.clock.advance(hours=1)
    assert shop.work() == 2
    shop.world.send("R-3", "5.00")
    shop.clock.advance(days=40)
    assert (shop.told(), shop.work(), shop.told()) == (70, 2, 70)


def test_without_a_rule_nothing_is_looked_at(world: TicketWorld) -> None:
    shop = Shop(world, "null")
    world.send("R-1", "100.00")
    shop.clock.advance(days=5000)
    assert (shop.told(), shop.work(), shop.expiries()) == (100, 0, [])
    assert shop.records.count("account", "points_expire_from IS NOT NULL") == 0


def test_each_expiry_is_entered_once_however_many_come_at_once(shop: Shop) -> None:
    for number, card in (("1", "63350001"), ("2", "63350002")):
        shop.world.send(f"R-{number}", "100.00", card_number=card)
    shop.clock.advance(days=10)
    shop.world.send("R-3", "200.00")
    shop.clock.advance(days=22)
    barrier = Barrier(10)

    def spend(number: int) -> None:
        till = shop.till()
        barrier.wait()
        till.send(f"T-{number}", "-10")

    def work() -> None:
        job = shop.job()
        barrier.wait()
        job.expire(shop.clock.now(), 10)

    threads = [Thread(target=spend, args=(number,)) for number in range(6)]
    threads += [Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(shop.expiries()) == [100, 100]
    assert (shop.told("1"), shop.told("2"), shop.work()) == (140, 0, 0)


def test_a_batch_ends_where_it_is_told_to(shop: Shop) -> None:
    for number in range(3, 8):
        shop.records.account(f"L-{number}", customer_number="101", balance="10")
    shop.clock.advance(days=32)
    assert [shop.work(3), shop.work(3), shop.work(3), shop.work(3)] == [3, 3, 1, 0]
    assert shop.expiries() == [10] * 5
