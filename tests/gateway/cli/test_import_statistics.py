"""What an import leaves to PostgreSQL's planner: an update finds its account at once, however little the server knew before."""

from pathlib import Path

from adapters.database.books_sql import ACCOUNT
from tests.gateway.cli.commands import commands_on

ACCOUNTS = 3_000


def test_after_an_import_an_update_reads_the_one_account_that_it_is_for(
    migrated_postgresql_url: str, tmp_path: Path
) -> None:
    lines = [f"loyalty,A{number}\n" for number in range(ACCOUNTS)]
    (tmp_path / "accounts.csv").write_text("account_type,number\n" + "".join(lines))
    with commands_on(migrated_postgresql_url, tmp_path) as commands:
        commands.ok("programmes", "add", "CLUB", "--name", "Club")
        commands.ok("import", "accounts", str(tmp_path / "accounts.csv"))
        statement = ACCOUNT + "a.programme_id = 1 AND a.account_type = 'customerLoyaltyAccount' AND a.number = 'A7'"
        with commands.store.writes.connect() as connection:
            plan = [row[0] for row in connection.exec_driver_sql(f"EXPLAIN ANALYZE {statement}")]
    assert not [line for line in plan if "Rows Removed" in line], plan
