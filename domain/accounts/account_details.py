"""An account as the faces show one: who owns it, what it is called, its figures."""

from datetime import datetime
from typing import NamedTuple

from domain.accounts.account import AccountStatus, AccountType
from domain.accounts.figures import Figures
from domain.customers.customer import Customer
from domain.refusals import AccountBlocked, AccountClosed


class CardDetails(NamedTuple):
    """A card of the account's customer; `hashed_number` is lower-case hex SHA-256 of the digits."""

    number: str
    hashed_number: str
    status: str = "ACTIVE"


class AccountDetails(NamedTuple):
    """One account with its figures at the moment of reading. Times are aware, in UTC."""

    type: AccountType
    number: str
    description: str
    status: AccountStatus
    currency: str
    opened_at: datetime
    figures: Figures
    customer_number: str = ""
    scheme: str = ""
    scheme_description: str = ""
    tier: str = ""
    tier_description: str = ""
    is_tier_manual: bool = False
    customer: Customer | None = None
    card: CardDetails | None = None
    groups: tuple[str, ...] = ()
    messages: tuple[str, ...] = ()


def messages_for(status: AccountStatus) -> tuple[str, ...]:
    """What the till shows about an account that is not open for all."""
    if status is AccountStatus.BLOCKED:
        return (AccountBlocked.sentence_default,)
    if status is AccountStatus.CLOSED:
        return (AccountClosed.sentence_default,)
    return ()
