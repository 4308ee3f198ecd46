"""The ledger in memory, with what the faces show of its accounts."""

from datetime import UTC, datetime
from typing import Any

from domain.accounts.account import Account, AccountStatus, AccountType, AmountForm, Unit
from domain.accounts.account_details import AccountDetails, CardDetails
from domain.accounts.enquire_balance import AccountKey
from domain.accounts.figures import Figures
from domain.accounts.prepared_update import PreparedUpdate
from domain.accounts.update_command import UpdateReply
from domain.amounts import SCALE
from domain.customers.customer import Customer
from domain.errors import StoreUnavailable
from domain.programmes.programme import Programme
from tests.fakes.account_directory import FakeAccountDirectory, ShelvedAccount
from tests.fakes.ledger import FakeLedger

OPENED = datetime(2009, 7, 14, 18, 30, tzinfo=UTC)


class ShownLedger(FakeLedger):
    """A ledger and an `AccountReader` over the same accounts; `is_away` makes it fail as a store does.

    `directory` lists the accounts with the figures that they were opened with.
    """

    def __init__(self, programme: Programme) -> None:
        super().__init__()
        self.programme = programme
        self.directory = FakeAccountDirectory()
        self.is_away = False
        self._shown: dict[int, AccountDetails] = {}

    def open(
        self,
        number: str,
        customer: Customer | str = "100",
        kind: AccountType = AccountType.LOYALTY,
        *,
        balance: int = 0,
        precision: int = 0,
        currency: str = "",
        status: AccountStatus = AccountStatus.ACTIVE,
        card: CardDetails | None = None,
        site: str = "",
        **details: Any,
    ) -> None:
        """Open an account of this customer with a balance in whole units; `details` are those of `AccountDetails`."""
        customer_number = details.pop("customer_number", customer if isinstance(customer, str) else customer.number)
        account = Account(
            id=len(self.books.accounts) + 1,
            programme_id=self.programme.id,
            type=kind,
            number=number,
            customer_id=1,
            customer_number=customer_number,
            currency=currency,
            unit=Unit.POINTS if kind is AccountType.LOYALTY else Unit.MONEY,
            precision=precision,
            status=status,
            balance=balance * SCALE,
        )
        self.add_account(account, card.number if card else "")
        self._shown[account.id] = AccountDetails(
            type=kind,
            number=number,
            status=status,
            currency=currency,
            figures=self._figures(account),
            customer_number=customer_number,
            customer=customer if isinstance(customer, Customer) else None,
            card=card,
            **{"description": "Customer Loyalty Account - Club", "opened_at": OPENED, **details},
        )
        shelved = ShelvedAccount(self._shown[account.id], site=site, cards=(card,) if card else ())
        self.directory.put(self.programme, shelved)

    def post(self, update: PreparedUpdate) -> UpdateReply:
        """See the port."""
        if self.is_away:
            raise StoreUnavailable
        return super().post(update)

    def read(self, programme: Programme, key: AccountKey, now: datetime) -> AccountDetails | None:
        """See the port."""
        if self.is_away:
            raise StoreUnavailable
        for account in self.books.accounts.values():
            shown = self._shown[account.id]
            card = shown.card or CardDetails("", "")
            wanted = (
                (programme.id, account.programme_id),
                (key.type, account.type),
                (key.number, account.number),
                (key.card_number, card.number),
                (key.hashed_card_number, card.hashed_number),
                (key.currency, account.currency),
            )
            if all(not want or want == have for want, have in wanted):
                account.held = sum(hold.reserves(now) for hold in self.books.changes.holds_placed)
                return shown._replace(figures=self._figures(account))
        return None

    def _figures(self, account: Account) -> Figures:
        form = AmountForm(account.unit, account.precision, self.programme.rules.money_in_smallest_unit)
        return Figures(account.balance, account.held, account.available, form, account.currency)
