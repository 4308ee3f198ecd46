"""Use case: list a customer's movements as transactions, the latest first."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.identity.caller import Caller
from domain.paging import Page, PageRequest


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


@dataclass(frozen=True, slots=True)
class ListTransactions:
    """Lists what moved on the accounts of the customer that the call is about."""

    def __call__(self, caller: Caller, number: str, page: PageRequest) -> Page[Transaction]:
        """The page of transactions; raises `NotAllowed`, and `InvalidInput` for an empty number."""
        raise NotImplementedError
