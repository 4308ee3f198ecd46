"""All that can be asked about a member or an account, by the use cases that the faces call."""

from dataclasses import dataclass

from adapters.database.account_directory import DatabaseAccountDirectory
from adapters.database.account_reader import DatabaseAccountReader
from adapters.database.balance_history import DatabaseBalanceHistory
from adapters.database.profile_directory import DatabaseProfileDirectory
from domain.accounts.account import AccountType
from domain.accounts.account_details import AccountDetails
from domain.accounts.enquire_balance import BalanceEnquiry, EnquireBalance
from domain.accounts.explain_balance import ExplainBalance
from domain.accounts.search_accounts import AccountSearch, SearchAccounts
from domain.amounts import from_scaled
from domain.customers.identifier_keys import IdentifierKind
from domain.engagement.find_profile import FindProfile, FoundProfile
from domain.page_tokens import PageTokens
from domain.pager import Pager
from domain.paging import PageRequest
from tests.adapters.database.club.model import ACCOUNTS, MEMBERS, Club
from tests.adapters.database.records import CLUB
from tests.adapters.database.ticket_world import TicketWorld
from tests.builders import LOYALTY


@dataclass
class Reads:
    """What is told, compared with what the plain rules say."""

    world: TicketWorld

    def __post_init__(self) -> None:
        assert self.world.records
        reader, clock, pages = self.world.records.reader, self.world.clock, Pager(PageTokens(b"s" * 32))
        self.enquire = EnquireBalance(DatabaseAccountReader(reader), clock)
        self.search = SearchAccounts(DatabaseAccountDirectory(reader), pages, clock)
        self.find = FindProfile(DatabaseProfileDirectory(reader), self.world.rules, clock)
        self.explain = ExplainBalance(DatabaseBalanceHistory(reader), pages, clock)

    def tell(self) -> dict[str, object]:
        """What every read tells now of each account and member; asserts that those of one account agree."""
        told: dict[str, object] = {number: self._account(number) for number in ACCOUNTS}
        return told | {f"tier of {number}": self._tier(number) for number in MEMBERS}

    def _account(self, number: str) -> tuple[int, ...]:
        enquired = self.enquire(self.world.caller, BalanceEnquiry(LOYALTY, number)).account
        (found,) = self.search(self.world.caller, AccountSearch(account_id=number, account_type=LOYALTY)).rows
        assert enquired
        figures = _figures(enquired)
        assert figures == _figures(found), "SOAP and REST tell of different balances"
        explained = self.explain(self.world.caller, LOYALTY, number, None, PageRequest())
        in_all = explained.standing.balance, explained.held, explained.available
        assert figures == tuple(int(from_scaled(each)) for each in in_all), "the explanation is of another balance"
        assert self.world.records
        sheet = self.world.records.accounts.by_number(CLUB.id, AccountType.LOYALTY, number, self.world.clock.now())
        assert sheet
        assert figures == tuple(int(from_scaled(each)) for each in (sheet.balance, sheet.held, sheet.available))
        return figures

    def _tier(self, number: str) -> tuple[object, ...]:
        found = self._profile(number)
        profile, points = found.profile, found.profile.points
        enquired = self.enquire(self.world.caller, BalanceEnquiry(LOYALTY, number)).account
        assert enquired
        assert profile.tier == enquired.tier
        assert points.spendable.balance == enquired.figures.wire_balance, "SessionM tells of another balance"
        four = (points.spendable, points.spendable_escrow, points.tier_qualifying, points.tier_qualifying_escrow)
        return *(int(each.balance) for each in four), profile.tier, profile.tier_joined_at, profile.tier_resets_at

    def _profile(self, number: str) -> FoundProfile:
        customer = f"10{number[-1]}"
        found = self.find(self.world.caller, IdentifierKind.NUMBER, customer, field="customer")
        assert found
        return found


def expected(club: Club) -> dict[str, object]:
    """What every read must tell, by the plain rules."""
    told: dict[str, object] = {
        number: (points.balance, points.held, points.available) for number, points in club.points.items()
    }
    for number, standing in club.tiers.items():
        told[f"tier of {number}"] = *club.balances(number), standing.code, standing.since, standing.until
    return told


def _figures(account: AccountDetails) -> tuple[int, int, int]:
    figures = account.figures
    return int(figures.wire_balance), int(figures.wire_held), int(figures.wire_available)
