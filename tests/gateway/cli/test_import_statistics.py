"""What an import leaves to PostgreSQL's planner: a search is planned for what is there now, however little the server knew before."""

from pathlib import Path

from tests.gateway.cli.commands import commands_on

ACCOUNTS = 3_000


def write_accounts(folder: Path, count: int) -> None:
    lines = [f"loyalty,A{number}\n" for number in range(count)]
    (folder / "accounts.csv").write_text("account_type,number\n" + "".join(lines))


def test_after_an_import_the_planner_knows_how_much_there_is(migrated_postgresql_url: str, tmp_path: Path) -> None:
    write_accounts(tmp_path, ACCOUNTS)
    with commands_on(migrated_postgresql_url, tmp_path) as commands:
        commands.ok("programmes", "add", "CLUB", "--name", "Club")
        commands.ok("import", "accounts", str(tmp_path / "accounts.csv"))
        with commands.store.reads.connect() as connection:
            known = connection.exec_driver_sql("SELECT reltuples FROM pg_class WHERE relname = 'account'").scalar_one()
    assert known == ACCOUNTS


def test_an_import_does_not_wait_for_whoever_looks_at_the_table(migrated_postgresql_url: str, tmp_path: Path) -> None:
    write_accounts(tmp_path, 2)
    with commands_on(migrated_postgresql_url, tmp_path) as commands, commands.store.reads.connect() as server:
        commands.ok("programmes", "add", "CLUB", "--name", "Club")
        server.exec_driver_sql("BEGIN")
        # As the server does that vacuums or looks for itself.
        server.exec_driver_sql("LOCK TABLE account IN SHARE UPDATE EXCLUSIVE MODE")
        commands.ok("import", "accounts", str(tmp_path / "accounts.csv"))
        server.exec_driver_sql("ROLLBACK")
