"""What PHP is told of the read that it repeats: the gateway's own SELECT, taken down while the gateway's reader runs."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from adapters.database.account_reader import DatabaseAccountReader
from adapters.database.engine import Store
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.reading import Reader
from bench.data import Data
from bench.wrong import Wrong
from domain.accounts.account import AccountType
from domain.accounts.account_details import AccountDetails
from domain.accounts.enquire_balance import AccountKey
from gateway.demo_issuer import DEMO_PROGRAMME


class _Listener(Reader):
    statement = ""

    def rows(self, statement: str, values: Sequence[Any] = ()) -> list[Any]:
        self.statement = statement
        return super().rows(statement, values)


def write_php_read(store: Store, data: Data, path: Path) -> AccountDetails:
    """Write the file that read.php requires; returns the account, as the gateway's reader gives it."""
    programme = DatabaseProgrammes(Reader(store)).by_code(DEMO_PROGRAMME)
    listener = _Listener(store)
    key = AccountKey(AccountType.LOYALTY, data.enquired_account)
    account = programme and DatabaseAccountReader(listener).read(programme, key, datetime.now(UTC))
    if not (programme and account):
        raise Wrong("The demo's account is not in the database.")
    # Older SQLite, as PHP's may be, knows the same aggregate by another name.
    statement = listener.statement.replace("string_agg(", "group_concat(")
    path.write_text(
        f"<?php return ['file' => {_php(str(store.file))}, 'statement' => {_php(statement)}, "
        f"'programme' => {programme.id}];\n",
        encoding="utf-8",
    )
    return account


def _php(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
