"""A ledger and account reader in memory: the domain's own books, which nobody ever closes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from threading import Lock
from typing import Any

from domain.accounts.account import Account, AccountStatus, AccountType, AmountForm, Unit
from domain.accounts.account_details import AccountDetails, CardDetails
from domain.accounts.books import Books
from domain.accounts.enquire_balance import AccountKey
from domain.accounts.figures import Figures
from domain.accounts.prepared_update import PreparedUpdate
from domain.accounts.update_command import UpdateReply
from domain.amounts import SCALE
from domain.customers.customer import Customer
from domain.errors import StoreUnavailable
from domain.programmes.programme import Programme

OPENED = datetime(2009, 7, 14, 18, 30, tzinfo=UTC)


@dataclass
class FakeLedger:
    """Accounts by number, with customers and cards; `is_away` makes it fail as a store does."""

    customers: dict[str, Customer] = field(default_factory=dict)
    cards: dict[str, CardDetails] = field(default_factory=dict)
    descriptions: dict[str, str] = field(default_factory=dict)
    details: dict[str, dict[str, Any]] = field(default_factory=dict)
    is_away: bool = False

    def __post_init__(self) -> None:
        self._ids: Iterator[int] = count(1)
        self._lock = Lock()
        self.books = Books(next_movement_id=lambda: next(self._ids))

    def open(
        self,
        number: str,
        customer: str | None = "100",
        kind: AccountType = AccountType.LOYALTY,
        *,
        balance: int = 0,
        currency: str = "",
        precision: int = 0,
        status: AccountStatus = AccountStatus.ACTIVE,
        **details: Any,
    ) -> Account:
        """Open an account with a balance in whole units."""
        account = Account(
            id=len(self.books.accounts) + 1,
            programme_id=1,
            type=kind,
            number=number,
            customer_id=1,
            customer_number=customer,
            currency=currency,
            unit=Unit.POINTS if kind is AccountType.LOYALTY else Unit.MONEY,
            precision=precision,
            status=status,
            balance=balance * SCALE,
        )
        self.books.accounts[account.id] = account
        self.details[number] = details
        return account

    def post(self, update: PreparedUpdate) -> UpdateReply:
        if self.is_away:
            raise StoreUnavailable
        found = self._find(
            AccountKey(update.account_type, update.account_number, "" if update.account_number else update.card_number)
        )
        with self._lock:
            return self.books.settle(found.id if found else None, update)

    def read(self, programme: Programme, key: AccountKey, now: datetime) -> AccountDetails | None:  # noqa: ARG002 - the books keep held up to date
        if self.is_away:
            raise StoreUnavailable
        account = self._find(key)
        return self.shown(account, programme) if account else None

    def shown(self, account: Account, programme: Programme) -> AccountDetails:
        form = AmountForm(account.unit, account.precision, programme.rules.money_in_smallest_unit)
        details = {
            "description": "Customer Loyalty Account - Club",
            "opened_at": OPENED,
            **self.details[account.number],
        }
        return AccountDetails(
            type=account.type,
            number=account.number,
            status=account.status,
            currency=account.currency,
            figures=Figures(account.balance, account.held, account.available, form, account.currency),
            customer_number=account.customer_number or "",
            customer=self.customers.get(account.customer_number or ""),
            card=self.cards.get(account.number),
            **details,
        )

    def _find(self, key: AccountKey) -> Account | None:
        for account in self.books.accounts.values():
            card = self.cards.get(account.number, CardDetails("", ""))
            if (
                account.type is key.type
                and key.number in {"", account.number}
                and key.card_number in {"", card.number}
                and key.hashed_card_number in {"", card.hashed_number}
                and key.currency in {"", account.currency}
            ):
                return account
        return None
