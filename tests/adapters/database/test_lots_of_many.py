"""The lots of many accounts that are read together are those of each by itself, on both databases."""

import pytest

from adapters.database.point_lots_reader import read_lots, read_lots_of
from domain.programmes.expiry_schedule import schedule_of
from tests.adapters.database.test_point_expiry import RULES, Shop
from tests.adapters.database.ticket_world import ticket_world


def check(shop: Shop) -> None:
    rows, now = shop.records.reader.rows, shop.clock.now()
    schedule = schedule_of(shop.programme, shop.world.rules.list(shop.programme))
    ids = [row[0] for row in rows("SELECT id FROM account WHERE account_type = 'customerLoyaltyAccount' ORDER BY id")]
    together = read_lots_of(rows, schedule, ids, now)
    assert [*together] == ids
    for account_id in ids:
        alone, found = read_lots(rows, schedule, account_id, now), together[account_id]
        told = [
            [(lot.counts_from, lot.expires_at, lot.left) for lot in lots.lots if lot.left] for lots in (alone, found)
        ]
        assert told[0] == told[1]
        assert (alone.debt, alone.coming(now)) == (found.debt, found.coming(now))


@pytest.mark.parametrize("expiry", ['{"months": 2}', '{"day": "12-31"}', "null"])
def test_read_together_as_each_by_itself(database_url: str, expiry: str) -> None:
    """Planted: with the balance of now in the place of that before the term, all of this but "null" fails."""
    with ticket_world(database_url) as world:
        shop = Shop(world, expiry, escrow_days=10)
        shop.records.account("L-3", customer_number="101")
        shop.records.account("L-4", customer_number="101", balance="70")
        for month in range(1, 8):
            world.send(f"R-{month}", f"{month}0.00", card_number="63350001" if month % 2 else "63350002")
            shop.clock.advance(days=11)
            till = shop.till("L-1" if month % 2 else "L-2")
            till.send(f"A-{month}", "-4")
            till.hold(f"H-{month}", "-2")
            check(shop)
            shop.clock.advance(days=20)
            if month > 2:
                till.send(f"B-{month}", None, original_transaction_id=f"A-{month - 2}")
            till.cancel(f"H-{month}")
            shop.till("L-4").send(f"C-{month}", "-9")
            check(shop)
            if month == 4:
                world.set_rules(RULES.format(10, '{"months": 1}'))
                shop.reread()
        shop.work()
        check(shop)
