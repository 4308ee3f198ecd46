"""What updates get while the store is locked by somebody else, and afterwards."""

from adapters.database.engine import open_store
from adapters.database.ledger import DatabaseLedger
from adapters.database.unit_of_work import UnitOfWork
from domain.errors import StoreUnavailable
from tests.adapters.database.conftest import World
from tests.adapters.database.test_ledger_races import counted, together
from tests.builders import figures


def test_updates_that_wait_for_a_locked_store_are_told_to_retry_and_then_move_once(database_world: World) -> None:
    database_world.account()
    assert database_world.store
    impatient = open_store(database_world.store.url.render_as_string(hide_password=False), lock_timeout_seconds=0.2)
    try:
        world = World(DatabaseLedger(impatient, UnitOfWork(impatient)), database_world.add)
        tills = [world.till() for _ in range(16)]

        def send(number: int) -> str:
            try:
                return tills[number].send(str(number), "1").outcome.value
            except StoreUnavailable:
                return "retry"

        lock = "BEGIN IMMEDIATE" if impatient.is_sqlite else "BEGIN"
        with database_world.store.writes.connect() as other:
            other.exec_driver_sql(lock)
            other.exec_driver_sql("UPDATE account SET description = 'locked'")
            assert set(together(16, send)) == {"retry"}
            other.exec_driver_sql("ROLLBACK")
        assert counted(database_world, "SELECT COUNT(*) FROM movement") == 0
        assert set(together(16, send)) == {"Success"}
        assert figures(tills[0].send("0", "1"))[0] == counted(
            database_world, "SELECT balance_after / 10000 FROM movement WHERE transaction_id = '0'"
        )
        assert counted(database_world, "SELECT balance FROM account") == 16_0000
    finally:
        impatient.close()
