"""A customer with all that the programme counts for them."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.customers.customer import Customer


@dataclass(frozen=True, slots=True)
class PointAccount:
    """What one account of points holds; `id` is None where it has not been opened yet.

    `lifetime` is all that was ever credited to an account whose points count; of one whose points wait, what waits now,
    so that a sum over the four tells each point once.
    """

    id: int | None = None
    balance: Decimal = Decimal(0)
    lifetime: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class PointBalances:
    """The loyalty account, which can be spent, and its sub-balances."""

    spendable: PointAccount = PointAccount()
    spendable_escrow: PointAccount = PointAccount()
    tier_qualifying: PointAccount = PointAccount()
    tier_qualifying_escrow: PointAccount = PointAccount()


@dataclass(frozen=True, slots=True)
class MemberProfile:
    """One customer; of several loyalty accounts, the one opened first counts, as for purchases.

    `id` is the UUID of `identifier_keys.customer_uuid`, `cards` the numbers of active cards. `tier` is a tier code or
    empty; the times of the tier are None where purchases did not lead to it, `tier_resets_at` also where it lasts.
    """

    id: str
    customer: Customer
    joined_at: datetime
    cards: tuple[str, ...] = ()
    points: PointBalances = PointBalances()
    tier: str = ""
    tier_joined_at: datetime | None = None
    tier_resets_at: datetime | None = None

    @property
    def is_enrolled(self) -> bool:
        """Whether the customer has a loyalty account."""
        return self.points.spendable.id is not None
