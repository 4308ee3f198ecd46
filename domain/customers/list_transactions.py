"""Use case: list a customer's movements as transactions, the latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Protocol

from domain.customers.whose import customer_number_of
from domain.identity.caller import Caller, Operation
from domain.identity.origin import NOWHERE, Origin, resolve_origin
from domain.pager import Listed, Pager, Window
from domain.paging import Page, PageRequest
from domain.programmes.programme import Programme


@dataclass(frozen=True, slots=True)
class Transaction:
    """One movement on one of the customer's accounts; `moved` is in wire form, `occurred_at` aware and in UTC."""

    customer_number: str
    transaction_id: str
    kind: str
    site: str
    device: str
    occurred_at: datetime
    account_type: str
    account_number: str
    is_points: bool
    moved: Decimal
    description: str


class TransactionHistory(Protocol):
    """Reads what moved on the accounts of one customer."""

    def list_transactions(self, programme: Programme, number: str, window: Window) -> Sequence[Listed[Transaction]]:
        """The movements on the customer's accounts, the latest recorded first; none for a customer unknown here."""

    def count_transactions(self, programme: Programme, number: str, cap: int) -> int:
        """How many `list_transactions` would list without a window; `cap` where they are as many or more."""


@dataclass(frozen=True, slots=True)
class ListTransactions:
    """Lists what moved on the accounts of the customer that the call is about."""

    history: TransactionHistory
    pages: Pager

    def __call__(
        self, caller: Caller, number: str, page: PageRequest, header_origin: Origin = NOWHERE
    ) -> Page[Transaction]:
        """The page of transactions; raises `NotAllowed`, and `InvalidInput` where no customer is named."""
        caller.require(Operation.READ_CUSTOMER)
        resolve_origin(caller, NOWHERE, header_origin)
        programme, number = caller.programme, customer_number_of(caller, number)
        return self.pages.page(
            page,
            (programme.id, "transactions", number),
            rows=lambda window: self.history.list_transactions(programme, number, window),
            count=lambda cap: self.history.count_transactions(programme, number, cap),
        )
