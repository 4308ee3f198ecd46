"""The product's own road, from the use case down."""

from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal

from adapters.database.engine import Store
from adapters.database.ledger import DatabaseLedger
from adapters.database.unit_of_work import UnitOfWork
from bench.updates.form import DEVICE, SITE, Apply, account_number
from bench.wrong import Wrong
from domain.accounts.account import AccountType
from domain.accounts.outcome import Outcome
from domain.accounts.update_balance import UpdateBalanceUseCase
from domain.accounts.update_command import UpdateBalance
from domain.clock import SystemClock
from domain.identity.caller import Caller
from domain.identity.origin import Origin
from domain.programmes.programme import Programme

_ONE_POINT = Decimal(1)
_ORIGIN = Origin(site=SITE, device=DEVICE)


class GatewayForm:
    """`UpdateBalanceUseCase` on the ledger; every thread shares them, as in a serving process."""

    name = "gateway"

    def __init__(self, store: Store, programme: Programme) -> None:
        self._use_case = UpdateBalanceUseCase(DatabaseLedger(store, UnitOfWork(store)), SystemClock())
        self._caller = Caller(programme, 1, "bench")
        self._type = AccountType.LOYALTY.value

    @contextmanager
    def worker(self) -> Iterator[Apply]:
        """See `Form`."""
        yield self._apply

    def _apply(self, place: int, transaction_id: str) -> None:
        command = UpdateBalance(
            account_type=self._type,
            account_id=account_number(self.name, place),
            amount=_ONE_POINT,
            transaction_id=transaction_id,
            message_origin=_ORIGIN,
        )
        reply = self._use_case(self._caller, command)
        if reply.outcome is not Outcome.SUCCESS or reply.replayed:
            raise Wrong(f"An update was answered with {reply}.")
