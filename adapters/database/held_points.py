"""What open holds reserve of accounts that are locked."""

from collections.abc import Iterable
from datetime import datetime

from adapters.database.books_sql import HELD
from adapters.database.hot_transaction import HotTransaction
from domain.accounts.account import Account
from domain.clock import to_microseconds


def load_held(hot: HotTransaction, accounts: Iterable[Account], now: datetime) -> None:
    """Fill in what is held of these accounts at `now`; asks nothing where none has a hold."""
    with_holds = {account.id: account for account in accounts if account.open_holds}
    if with_holds:
        marks = ", ".join("?" * len(with_holds))
        for account_id, held in hot.rows(HELD.format(marks), (to_microseconds(now), *with_holds)):
            with_holds[account_id].held = int(held)
