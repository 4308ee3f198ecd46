"""The core on fakes."""

from dataclasses import dataclass, field
from typing import Any, cast

from domain.accounts.enquire_balance import EnquireBalance
from domain.accounts.update_balance import UpdateBalanceUseCase
from domain.core import LoyaltyCore
from tests.rest.fakes.authenticate import FakeAuthenticate
from tests.rest.fakes.clock import FakeClock
from tests.rest.fakes.ledger import FakeLedger


@dataclass
class FakeWorld:
    """Everything that a test may arrange, and the core over it."""

    ledger: FakeLedger = field(default_factory=FakeLedger)
    clock: FakeClock = field(default_factory=FakeClock)
    authenticate: FakeAuthenticate = field(default_factory=FakeAuthenticate)

    def core(self) -> LoyaltyCore:
        missing = cast("Any", None)
        return LoyaltyCore(
            authenticate=cast("Any", self.authenticate),
            search_customers_by_name=missing,
            search_customers_by_postcode=missing,
            search_accounts=missing,
            enquire_balance=EnquireBalance(self.ledger, self.clock),
            update_balance=UpdateBalanceUseCase(self.ledger, self.clock),
            read_customer=missing,
            list_transactions=missing,
        )
