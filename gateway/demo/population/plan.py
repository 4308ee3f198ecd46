"""What population is wanted, and how it is cut into parts that are made one by one."""

import math
from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.accounts.population import FirstIds
from domain.programmes.programme import Programme

PART_CUSTOMERS = 1_000
"""Customers of one part: some megabytes in memory, and a fraction of a second to make."""
MOST_CARDS, MOST_ACCOUNTS = 3, 5
YEAR = timedelta(days=365)
"""How long movements go back."""
FIRST_NUMBER = 500_000_000
"""The customer number before the first one's."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """So many customers of this programme, with so many movements for each account on average, in the year before
    `until`. Two plans with the same values make the same population. No points expire before `first_look`.
    """

    programme: Programme
    credential_id: int
    first_ids: FirstIds
    customers: int
    movements_per_account: float
    seed: int
    until: datetime
    first_look: datetime | None = None

    @property
    def parts(self) -> int:
        """How many parts there are."""
        return math.ceil(self.customers / PART_CUSTOMERS)

    @property
    def movement_ids(self) -> int:
        """How many ids of movements are set aside for a part: twice what it will take if every account is there."""
        return 1 + math.ceil(PART_CUSTOMERS * MOST_ACCOUNTS * (self.movements_per_account + 1) * 2)

    def places(self, part: int) -> range:
        """The places of a part's customers in the population, from 0."""
        return range(part * PART_CUSTOMERS, min(self.customers, (part + 1) * PART_CUSTOMERS))
