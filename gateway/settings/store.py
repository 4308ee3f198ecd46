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
        "How long a call waits for the database before the till is told to try again.",
        unit="s",
        danger="Longer than the tills wait, they give up first and send again.",
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
