"""Port: where accounts are kept. Their balances are the ledger's."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.accounts.account import AccountType
from domain.accounts.account_sheet import AccountOpening, AccountSheet, AccountTerms
from domain.programmes.programme import Programme
from domain.purchases.tier_history import TierChange
from domain.recorded import RowResult
from domain.status import Status


@dataclass(frozen=True, slots=True)
class OpeningState:
    """All that deciding an opening looks at: the account of this type and number, and its customer's status."""

    known: AccountOpening | None
    customer_status: Status | None


DecideOpening = Callable[[AccountOpening, OpeningState], tuple[RowResult, AccountTerms]]
"""Says what becomes of an opening, and the terms to write."""


@dataclass(frozen=True, slots=True)
class AccountStanding:
    """What decides whether an account may be blocked or closed.

    `balance` is scaled, and shown with `precision` places; `open_holds` counts those that have not run out. `waiting`
    (scaled) is what purchases have earned and can't be spent yet.
    """

    status: Status
    balance: int
    precision: int
    open_holds: int
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class AccountMerging:
    """The number of the account that this one was merged into (empty for none), and of those merged into this one."""

    into: str = ""
    merged: Sequence[str] = ()


class AccountRecords(Protocol):
    """Keeps accounts. What a method changed is durable when it returns; all raise `StoreUnavailable`."""

    def open(
        self, programme: Programme, openings: Sequence[AccountOpening], decide: DecideOpening, now: datetime
    ) -> Sequence[RowResult]:
        """Decide on each opening in turn; write the accounts and their opening movements, all in one transaction.

        Of two with one type and number, the second is decided against the first. A known account keeps the status.
        """

    def by_number(self, programme_id: int, kind: AccountType, number: str, now: datetime) -> AccountSheet | None:
        """The account, or None; held counts holds whose expiry is after `now`.

        Tier and balance are those of `now`, whether or not anybody has written what time has done to them.
        """

    def of_customer(self, programme_id: int, customer_number: str, now: datetime) -> Sequence[AccountSheet]:
        """The customer's accounts, in the order in which they were opened; told as by `by_number`."""

    def tier_history(self, programme: Programme, number: str, until: datetime) -> Sequence[TierChange]:
        """How the member of this loyalty account came to the tier of that moment, the first change first.

        What is due by then is among it, also where it is not written yet.
        """

    def merges(self, programme_id: int, kind: AccountType, number: str) -> AccountMerging:
        """Where this account went, and which came; neither where there is no such account."""

    def change_terms(
        self,
        programme_id: int,
        kind: AccountType,
        number: str,
        change: Callable[[AccountSheet], AccountTerms],
        now: datetime,
    ) -> AccountTerms | None:
        """Change an account's terms; None where there is none. Where `change` raises, nothing is changed."""

    def change_status(
        self,
        programme_id: int,
        kind: AccountType,
        number: str,
        change: Callable[[AccountStanding], Status],
        now: datetime,
    ) -> Status | None:
        """Change an account's status; None where there is none. Where `change` raises, nothing is changed."""
