"""Each announced expiry has one event that tells of it as it is kept: `verify` finds every other one."""

from collections.abc import Iterator

import pytest

from adapters.database.books_snapshot import DatabaseBooks
from domain.verification.finding import Finding
from domain.verification.verify_books import VerifyBooks
from tests.adapters.database.records import open_records
from tests.adapters.database.test_expiry_notices import MONTH, announce, points
from tests.adapters.database.test_point_expiry import Shop
from tests.adapters.database.ticket_world import TicketWorld

OURS = "type = 'PointsExpiryAnnounced'"
COPY = (
    "INSERT INTO outbox (programme_id, expiry_account_id, expires_at, type, version, body, created_at) "
    "SELECT programme_id, expiry_account_id, expires_at, type, version, body, created_at FROM outbox WHERE "
)
DAMAGE = {
    "no event": f"DELETE FROM outbox WHERE {OURS}",
    "two events": COPY + OURS,
    "another type": f"UPDATE outbox SET type = 'PointsExpired' WHERE {OURS}",
    "another programme": f"UPDATE outbox SET programme_id = 2 WHERE {OURS}",
    "another account": f"UPDATE outbox SET expiry_account_id = expiry_account_id + 1 WHERE {OURS}",
    "another expiry": f"UPDATE outbox SET expires_at = expires_at + 1 WHERE {OURS}",
    "no expiry": f"UPDATE outbox SET expires_at = NULL WHERE {OURS}",
    "of nothing": f"UPDATE outbox SET expires_at = NULL, expiry_account_id = NULL WHERE {OURS}",
    "of a movement too": f"UPDATE outbox SET movement_id = 1 WHERE {OURS}",
    "another time": f"UPDATE outbox SET created_at = created_at + 1 WHERE {OURS}",
    "other points": f"UPDATE outbox SET body = replace(body, '1000000', '1000001') WHERE {OURS}",
    "no JSON": f"UPDATE outbox SET body = '!' WHERE {OURS}",
    "more than it should": f"UPDATE outbox SET body = replace(body, '{{', '{{\"name\":\"Amelia\",') WHERE {OURS}",
    "other points kept": "UPDATE expiry_announcement SET points = points + 1",
    "another expiry kept": "UPDATE expiry_announcement SET expires_at = expires_at + 1",
    "another account kept": "UPDATE expiry_announcement SET account_id = account_id + 1",
    "another time kept": "UPDATE expiry_announcement SET announced_at = announced_at + 1",
    "nothing kept": "DELETE FROM expiry_announcement",
}


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    """100 points have been announced."""
    with open_records(database_url) as records:
        opened = TicketWorld(records)
        shop = Shop(opened, MONTH)
        opened.send("R-1", "100.00")
        shop.clock.advance(days=25)
        announce(shop)
        assert points(shop) == [100]
        yield opened


def findings(world: TicketWorld) -> list[Finding]:
    assert world.records
    found: list[Finding] = []
    VerifyBooks(DatabaseBooks(world.records.store))(found.append)
    return found


@pytest.mark.parametrize("damage", DAMAGE)
def test_verify_finds_what_is_wrong(world: TicketWorld, damage: str) -> None:
    assert world.records
    assert not findings(world)
    with world.records.work.transaction() as connection:
        assert connection.exec_driver_sql(DAMAGE[damage]).rowcount == 1
    assert findings(world)
