"""An account as the ledger sees it: its type, its unit, its figures."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from enum import Enum

from domain.amounts import SCALE, from_scaled, to_scaled
from domain.errors import InvalidInput
from domain.refusals import UnknownAccountType


class AccountType(Enum):
    """The kinds of account; the value is the name in every table, WSDL and JSON (Enactor's, lower camel).

    The last three are sub-balances of a loyalty account, kept as accounts of their own under its number: the loyalty
    account itself is what can be spent. Only purchases move them; no till can name them.
    """

    LOYALTY = "customerLoyaltyAccount"
    DEPOSIT = "customerDepositAccount"
    CREDIT = "customerCreditAccount"
    EMPLOYEE = "employeeAccount"
    CREDIT_NOTE = "creditNoteAccount"
    SPEND = "customerSpendAccount"
    SPENDABLE_ESCROW = "spendableEscrowAccount"
    TIER_QUALIFYING = "tierQualifyingAccount"
    TIER_QUALIFYING_ESCROW = "tierQualifyingEscrowAccount"


AWAITS_CREDIT = datetime(9999, 12, 31, 12, tzinfo=UTC)
"""When somebody has to look at an account that has no points, for some to announce: not before it is credited."""

SUB_BALANCES = (AccountType.SPENDABLE_ESCROW, AccountType.TIER_QUALIFYING, AccountType.TIER_QUALIFYING_ESCROW)

_TYPES = {kind.value.lower(): kind for kind in AccountType if kind not in SUB_BALANCES}
# The vendor's own example of the update spells it so.
_TYPES["customerloyalatyaccount"] = AccountType.LOYALTY


def parse_account_type(text: str) -> AccountType:
    """The account type of this name in any case; raises `UnknownAccountType`."""
    kind = _TYPES.get(text.strip().lower())
    if kind is None:
        raise UnknownAccountType
    return kind


class AccountStatus(Enum):
    """Open for all, blocked (what was begun may finish) or closed."""

    ACTIVE = "ACTIVE"
    BLOCKED = "BLOCKED"
    CLOSED = "CLOSED"


class Unit(Enum):
    """What an account counts."""

    POINTS = "points"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class AmountForm:
    """How amounts of an account look on the wire: whole smallest units of money, or decimals of `precision` places."""

    unit: Unit
    precision: int
    money_in_smallest_unit: bool
    _shift: int = field(init=False, repr=False, compare=False)
    _factor: int = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        shift = self.precision if self.unit is Unit.MONEY and self.money_in_smallest_unit else 0
        object.__setattr__(self, "_shift", shift)
        object.__setattr__(self, "_factor", 10**shift)

    def from_wire(self, amount: Decimal, *, field: str = "updateAmount") -> int:
        """The scaled amount of a wire amount; raises `InvalidInput` where it has more places than the account keeps."""
        moved = amount.scaleb(-self._shift)
        if moved != round(moved, self.precision):
            places = self.precision - self._shift
            raise InvalidInput(f"{field} has more than the {places} decimal places of this account.", field=field)
        return to_scaled(moved)

    def wire_number(self, scaled: int) -> int | Decimal:
        """As `to_wire`, but an integer where the amount is whole on the wire: a decimal takes several times as long."""
        return scaled * self._factor // SCALE if self.precision == self._shift else self.to_wire(scaled)

    def wire_text(self, scaled: int) -> str:
        """The digits of `to_wire`, without a decimal in between where the amount is whole on the wire."""
        if self.precision == self._shift:
            return str(scaled * self._factor // SCALE)
        return f"{self.to_wire(scaled) + 0:f}"

    def to_wire(self, scaled: int) -> Decimal:
        """The wire amount of a scaled one, with as many places as it always has."""
        places = self.precision - self._shift
        return (
            round(from_scaled(scaled).scaleb(self._shift), places)
            if places
            else Decimal(scaled * self._factor // SCALE)
        )


@dataclass(slots=True)
class Account:
    """One account while it is locked for an update; all amounts are scaled integers.

    `held` counts only holds below zero whose expiry lies ahead. `open_holds` counts
    those not yet resolved, `holds_placed` all there ever were. `sequence` and `head_hash` are those of the last entry.
    `waits_until` is when something is due on a loyalty account (points that can be spent, the
    end of a tier), None where nothing is. No points expire before `points_expire_from`; None where nobody has looked yet.
    No points that expire before `points_announce_from` are still to be announced; None where nobody has looked yet.
    `reinstatable` is what has expired and was not given back yet; loaded only for a reinstatement. `merged_into_id` is
    the account that has its balance since it was merged, `merged_accounts` how many were merged into it.
    Mutable on purpose: several updates of one batch are decided against the same
    account in turn.
    """

    id: int
    programme_id: int
    type: AccountType
    number: str
    customer_id: int | None
    customer_number: str | None
    currency: str
    unit: Unit
    precision: int
    status: AccountStatus
    floor: int = 0
    credit_limit: int = 0
    balance: int = 0
    held: int = 0
    open_holds: int = 0
    holds_placed: int = 0
    sequence: int = 0
    head_hash: bytes = b""
    waits_until: datetime | None = None
    points_expire_from: datetime | None = None
    points_announce_from: datetime | None = None
    reinstatable: int = 0
    merged_into_id: int | None = None
    merged_accounts: int = 0

    @property
    def available(self) -> int:
        """What may still be spent: balance and credit limit, less what is held; never clamped."""
        return self.balance + self.credit_limit - self.held

    def may_expire(self, first: datetime | None, now: datetime) -> bool:
        """Whether points may have expired; before `first`, none of the programme did (None: they last)."""
        begins = self.points_expire_from or first
        return begins is not None and begins <= now and self.type is AccountType.LOYALTY
