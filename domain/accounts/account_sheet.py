"""An account as an administrator opens, imports and sees it."""

from dataclasses import dataclass, fields
from datetime import datetime

from domain.accounts.account import AccountType, Unit
from domain.status import Status


@dataclass(frozen=True, slots=True)
class AccountTerms:
    """What an administrator may change of an account later on; amounts are scaled integers."""

    description: str = ""
    scheme: str = ""
    scheme_description: str = ""
    tier: str = ""
    tier_description: str = ""
    is_tier_manual: bool = False
    site: str = ""
    floor: int = 0
    credit_limit: int = 0


TERMS = tuple(each.name for each in fields(AccountTerms))
"""The names of the terms."""


@dataclass(frozen=True, slots=True)
class AccountOpening:
    """An account to open: what stays for ever, its terms, and the balance that it begins with.

    `customer_number` is empty for an account of nobody. `opening` is scaled; None where the asker did not say, which
    opens at zero and is not compared with what is known.
    """

    type: AccountType
    number: str
    customer_number: str
    currency: str
    unit: Unit
    precision: int
    terms: AccountTerms
    opening: int | None
    status: Status
    opened_at: datetime


@dataclass(frozen=True, slots=True)
class AccountSheet:
    """An account on record, with its figures; `opening.opening` is what it began with. Amounts are scaled."""

    opening: AccountOpening
    balance: int
    held: int
    open_holds: int

    @property
    def available(self) -> int:
        """What may still be spent; never clamped."""
        return self.balance + self.opening.terms.credit_limit - self.held
