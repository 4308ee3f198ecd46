"""What an import leaves to PostgreSQL's planner: an update finds its account at once, however little the server knew before."""

from pathlib import Path

from adapters.database.books_sql import ACCOUNT
from tests.gateway.cli.commands import commands_on

ACCOUNTS = 3_000


def write_accounts(folder: Path, count: int) -> None:
    lines = [f"loyalty,A{number}\n" for number in range(count)]
    (folder / "accounts.csv").write_text("account_type,number\n" + "".join(lines))


def test_after_an_import_an_update_reads_the_one_account_that_it_is_for(
    migrated_postgresql_url: str, tmp_path: Path
) -> None:
    write_accounts(tmp_path, ACCOUNTS)
    with commands_on(migrated_postgresql_url, tmp_path) as commands:
        commands.ok("programmes", "add", "CLUB", "--name", "Club")
        commands.ok("import", "accounts", str(tmp_path / "accounts.csv"))
        statement = ACCOUNT + "a.programme_id = 1 AND a.account_type = 'customerLoyaltyAccount' AND a.number = 'A7'"
        with commands.store.writes.connect() as connection:
            plan = [row[0] for row in connection.exec_driver_sql(f"EXPLAIN ANALYZE {statement}")]
    assert not [line for line in plan if "Rows Removed" in line], plan


def test_an_import_does_not_wait_for_whoever_looks_at_the_table(migrated_postgresql_url: str, tmp_path: Path) -> None:
    write_accounts(tmp_path, 2)
    with commands_on(migrated_postgresql_url, tmp_path) as commands, commands.store.reads.connect() as server:
        commands.ok("programmes", "add", "CLUB", "--name", "Club")
        server.exec_driver_sql("BEGIN")
        # As the server does that vacuums or looks for itself.
        server.exec_driver_sql("LOCK TABLE account IN SHARE UPDATE EXCLUSIVE MODE")
        commands.ok("import", "accounts", str(tmp_path / "accounts.csv"))
        server.exec_driver_sql("ROLLBACK")
