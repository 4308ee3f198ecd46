"""Accounts in memory, found by looking at every one of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.accounts.account_details import AccountDetails, CardDetails
from domain.accounts.account_directory import AccountCriteria
from domain.accounts.figures import Figures
from domain.pager import Listed, Window
from domain.programmes.programme import Programme
from tests.fakes.windows import through


@dataclass
class ShelvedAccount:
    """An account without its holds and card, and what those are; holds are amounts (scaled) with their expiry."""

    details: AccountDetails
    site: str = ""
    cards: tuple[CardDetails, ...] = ()
    holds: tuple[tuple[int, datetime], ...] = ()

    def seen(self, criteria: AccountCriteria, now: datetime) -> AccountDetails:
        """The account with what is held now, and with the card that was asked for, else the first."""
        without = self.details.figures
        held = sum(-amount for amount, expires_at in self.holds if amount < 0 and expires_at > now)
        figures = Figures(without.balance, held, without.available - held, without.form, without.currency)
        return self.details._replace(figures=figures, card=next(iter(self._cards(criteria)), None))

    def matches(self, criteria: AccountCriteria) -> bool:
        """Whether the account is all that the criteria ask for."""
        wanted = (
            (criteria.number, self.details.number),
            (criteria.customer_number, self.details.customer_number),
            (criteria.type, self.details.type),
            (criteria.currency, self.details.currency),
            (criteria.site, self.site),
        )
        asks_card = bool(criteria.card_number or criteria.hashed_card_number)
        return all(not want or want == have for want, have in wanted) and (not asks_card or any(self._cards(criteria)))

    def _cards(self, criteria: AccountCriteria) -> Sequence[CardDetails]:
        return [
            card
            for card in self.cards
            if criteria.card_number in {"", card.number} and criteria.hashed_card_number in {"", card.hashed_number}
        ]


class FakeAccountDirectory:
    """An `AccountDirectory` over a list."""

    def __init__(self) -> None:
        self._accounts: list[tuple[int, ShelvedAccount]] = []

    def put(self, programme: Programme, *accounts: ShelvedAccount) -> None:
        """Add accounts that are new in the programme."""
        self._accounts += [(programme.id, account) for account in accounts]

    def list_accounts(
        self, programme: Programme, criteria: AccountCriteria, now: datetime, window: Window
    ) -> Sequence[Listed[AccountDetails]]:
        """See the port."""
        seen = (account.seen(criteria, now) for account in self._matching(programme, criteria))
        return through(window, (Listed(account, (account.number, account.type.value)) for account in seen))

    def count_accounts(self, programme: Programme, criteria: AccountCriteria, cap: int) -> int:
        """See the port."""
        return min(cap, len(list(self._matching(programme, criteria))))

    def _matching(self, programme: Programme, criteria: AccountCriteria) -> Iterator[ShelvedAccount]:
        for programme_id, account in self._accounts:
            if programme_id == programme.id and account.matches(criteria):
                yield account
