"""Settings: where the data is kept."""
# ruff: noqa: RUF009 - `setting` makes a dataclass field, and its default stands where a reader looks for it

from dataclasses import dataclass
from pathlib import Path

from gateway.settings.setting import path, seconds, setting, text, whole


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Where the data is kept."""

    data_directory: Path = setting(
        "DATA_DIRECTORY",
        path,
        Path("data"),
        "The folder of the embedded database and of secrets that the program makes for itself.",
        danger="A folder on a network file system can lose or damage an SQLite database.",
    )
    database_url: str = setting(
        "DATABASE_URL",
        text(),
        "",
        "sqlite:///FILE, or postgresql://USER@HOST/DATABASE.",
        danger="A password in it is a secret: give it as DATABASE_URL_FILE, or by PostgreSQL's own PGPASSFILE.",
        is_secret=True,
        shown_default="sqlite:///DATA_DIRECTORY/loyalty.sqlite3",
    )
    pool_size: int = setting(
        "DATABASE_POOL_SIZE",
        whole(1, 100),
        4,
        "Connections of one process for reading, and as many for writing. Twice the cores is enough.",
        danger="More only make the queue at the database longer.",
    )
    lock_timeout_seconds: float = setting(
        "DATABASE_LOCK_TIMEOUT_SECONDS",
        seconds(0.1, 60),
        5.0,
        "How long a call waits for a lock, for a connection of the pool or, on SQLite, for its turn to write, before the "
        "till is told to try again.",
        unit="s",
        danger="Longer than the tills wait, they give up first and send again.",
    )
    statement_timeout_seconds: float = setting(
        "DATABASE_STATEMENT_TIMEOUT_SECONDS",
        seconds(0.1, 600),
        10.0,
        "How long PostgreSQL may work on one statement of a call, or of the worker, before it is stopped and the till is "
        "told to try again. Commands that take as long as they take are exempt.",
        unit="s",
    )
    idle_transaction_timeout_seconds: float = setting(
        "DATABASE_IDLE_TRANSACTION_TIMEOUT_SECONDS",
        seconds(1, 600),
        15.0,
        "How long PostgreSQL keeps the locks of a process that hangs in the middle of a transaction. Then it is undone.",
        unit="s",
    )
    replica_url: str = setting(
        "REPLICA_URL",
        text(),
        "",
        "A streaming replica of the PostgreSQL database, postgresql://USER@HOST/DATABASE, for name and postcode search and "
        "transaction lists. Empty: all is read from DATABASE_URL.",
        danger="A password in it is a secret: give it as REPLICA_URL_FILE, or by PostgreSQL's own PGPASSFILE.",
        is_secret=True,
    )
    replica_lag_limit_seconds: float = setting(
        "REPLICA_LAG_LIMIT_SECONDS",
        seconds(2, 3600),
        10.0,
        "A replica further behind than this is left out until it has caught up.",
        unit="s",
        danger="What is searched and listed can be this old.",
    )
