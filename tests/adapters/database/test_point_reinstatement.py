"""Expired points that are given back: no more than has expired, once for a key, on both databases."""

from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

from adapters.database.due_points import DuePoints
from adapters.database.ledger import DatabaseLedger
from domain.accounts.account import AccountType
from domain.accounts.block_account import BlockAccount
from domain.accounts.reinstate_points import ReinstatePoints
from domain.accounts.update_command import UpdateReply
from domain.errors import IdempotencyMismatch, InvalidInput
from domain.refusals import AccountBlocked, AmountExceedsExpired
from tests.adapters.database.test_point_expiry import Shop
from tests.adapters.database.ticket_world import ticket_world


@pytest.fixture
def shop(database_url: str) -> Iterator[Shop]:
    """Points live for a month; 100 of L-1 are over, whether or not anybody has entered that."""
    with ticket_world(database_url) as world:
        opened = Shop(world, '{"months": 1}')
        world.send("R-1", "100.00")
        opened.clock.advance(days=32)
        yield opened


def reinstate(shop: Shop, amount: str, key: str, *, number: str = "L-1", reason: str = "was ill") -> UpdateReply:
    """As another process would do it."""
    records = shop.records
    ledger = DatabaseLedger(records.store, records.work, DuePoints(records.store, records.reader, shop.world.rules))
    use_case = ReinstatePoints(records.accounts, ledger, shop.world.rules, shop.clock)
    return use_case(shop.programme, number, amount, reason=reason, key=key, operator="anna")


def given_back(shop: Shop) -> list[tuple[int, str, str]]:
    rows = shop.records.reader.rows(
        "SELECT moved, reason, operator FROM movement WHERE kind = 'reinstatement' ORDER BY id"
    )
    return [(row[0] // 10_000, row[1], row[2]) for row in rows]


@pytest.mark.parametrize("is_entered", [False, True])
def test_what_has_expired_comes_back_and_no_more(shop: Shop, is_entered: bool) -> None:
    if is_entered:
        shop.work()
    assert reinstate(shop, "60", "k1").moved == 600_000
    assert shop.told() == 60
    with pytest.raises(AmountExceedsExpired):
        reinstate(shop, "41", "k2")
    reinstate(shop, "40", "k3")
    with pytest.raises(AmountExceedsExpired):
        reinstate(shop, "1", "k4")
    assert shop.told() == 100
    assert given_back(shop) == [(60, "was ill", "anna"), (40, "was ill", "anna")]
    assert shop.records.count("outbox", "type = 'PointsReinstated'") == 2


def test_what_was_due_on_the_way_does_not_hide_what_has_expired(database_url: str) -> None:
    with ticket_world(database_url) as world:
        shop = Shop(world, '{"months": 1}', escrow_days=30)
        world.send("R-1", "100.00")
        shop.clock.advance(days=40)
        world.send("R-2", "10.00")
        shop.clock.advance(days=35)
        reinstate(shop, "60", "k1")
        assert (shop.expiries(), shop.told()) == ([100], 70)
        with pytest.raises(AmountExceedsExpired):
            reinstate(shop, "41", "k2")


def test_a_resend_is_answered_as_the_first_was(shop: Shop) -> None:
    first = reinstate(shop, "60", "k1")
    with pytest.raises(AmountExceedsExpired):
        reinstate(shop, "50", "k2")
    shop.clock.advance(days=3)
    again = reinstate(shop, "60", "k1")
    assert (again.replayed, first.replayed) == (True, False)
    assert (again.movement_id, again.figures, again.expires_at) == (first.movement_id, first.figures, first.expires_at)
    with pytest.raises(IdempotencyMismatch):
        reinstate(shop, "59", "k1")
    with pytest.raises(IdempotencyMismatch):
        reinstate(shop, "60", "k1", number="L-2")
    shop.clock.advance(days=40)
    with pytest.raises(AmountExceedsExpired):
        reinstate(shop, "50", "k2")
    assert len(given_back(shop)) == 1


def test_points_that_came_back_count_anew_and_expire_and_come_back_again(shop: Shop) -> None:
    expires_at = reinstate(shop, "60", "k1").expires_at
    assert expires_at
    shop.clock.moment = expires_at.replace(microsecond=0)
    shop.clock.advance(seconds=-1)
    assert shop.told() == 60
    shop.clock.advance(seconds=1)
    assert shop.told() == 0
    shop.work()
    assert shop.expiries() == [100, 60]
    reinstate(shop, "100", "k2")
    with pytest.raises(AmountExceedsExpired):
        reinstate(shop, "1", "k3")
    assert shop.told() == 100


def test_nothing_comes_back_without_a_reason_an_amount_or_an_open_account(shop: Shop) -> None:
    for amount, reason, number in (("5", " ", "L-1"), ("0", "x", "L-1"), ("-5", "x", "L-1"), ("5", "x", "L-9")):
        with pytest.raises(InvalidInput):
            reinstate(shop, amount, "k1", number=number, reason=reason)
    with pytest.raises(AmountExceedsExpired):
        reinstate(shop, "1", "k1", number="L-2")
    BlockAccount(shop.records.accounts, shop.clock)(shop.programme, AccountType.LOYALTY, "L-1", blocked=True)
    with pytest.raises(AccountBlocked):
        reinstate(shop, "1", "k2")
    assert given_back(shop) == []


@pytest.mark.parametrize("keys", [("k1", "k2"), ("k1", "k1")])
def test_of_two_at_once_only_one_gives_back(shop: Shop, keys: tuple[str, str]) -> None:
    barrier, answers = Barrier(2), list[UpdateReply | AmountExceedsExpired]()

    def run(key: str) -> None:
        barrier.wait()
        try:
            answers.append(reinstate(shop, "60", key))
        except AmountExceedsExpired as refusal:
            answers.append(refusal)

    threads = [Thread(target=run, args=(key,)) for key in keys]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    replies = [each for each in answers if isinstance(each, UpdateReply)]
    assert (len(answers), len(replies)) == (2, 3 - len(set(keys)))
    assert len({reply.movement_id for reply in replies}) == 1
    assert (len(given_back(shop)), shop.expiries(), shop.told()) == (1, [100], 60)
