"""Merging accounts in the midst of a storm: for each that goes, a new one comes, so that there are always as many."""

import random
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field

from adapters.database.account_merges import DatabaseAccountMerges
from adapters.database.earning_rules_records import DatabaseEarningRules
from adapters.database.engine import Store
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from bench.crash.storm_watch import GIVING, SPENDING
from bench.crash.world import OPENING, PROGRAMME, TYPE, open_account
from domain.accounts.account import AccountType
from domain.accounts.merge_accounts import MergeAccounts
from domain.clock import SystemClock
from domain.errors import InvalidInput

NEWEST = 40
"""So many of the newest numbers are used by tills: those of before are in families that are full."""


@dataclass
class Merging:
    """Opens accounts and merges them; tills draw from the numbers that it gives."""

    store: Store
    done: int = 0
    _numbers: dict[Sequence[str], list[str]] = field(
        default_factory=lambda: {each: [*each] for each in (GIVING, SPENDING)}
    )
    _guard: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        reader, work = Reader(self.store), UnitOfWork(self.store)
        merges = DatabaseAccountMerges(self.store, reader, work, DatabaseEarningRules(reader, work))
        self._merge = MergeAccounts(merges, SystemClock())

    def names(self, group: Sequence[str]) -> Sequence[str]:
        """Numbers of this half, of accounts that were merged and of others."""
        return self._numbers[group][-NEWEST:]

    def merge(self, name: str, dice: random.Random) -> None:
        """Merge two of one half; what cannot be merged now, as something is held there, is left."""
        group = dice.choice((GIVING, SPENDING))
        number = f"{group[0]}-{name}"
        # Whoever gives has enough, or only half of a transfer would be done.
        open_account(self.store, number, floor=-OPENING * 10_000 if group is GIVING else 0)
        numbers = [*dice.sample(self.names(group), 1), number]
        dice.shuffle(numbers)
        try:
            self._merge(PROGRAMME, AccountType(TYPE), *numbers, reason="storm", operator="")
        except InvalidInput:
            return
        finally:
            with self._guard:
                self._numbers[group].append(number)
        with self._guard:
            self.done += 1
