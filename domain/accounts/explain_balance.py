"""Use case: explain a balance: the entries that make it and the holds that reserve of it, as of any moment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from domain.accounts.account import AccountType, AmountForm, parse_account_type
from domain.accounts.coming_expiry import ComingExpiry
from domain.accounts.ledger_records import Movement
from domain.clock import EPOCH, Clock
from domain.errors import InvalidInput
from domain.identity.caller import Caller, Operation
from domain.identity.origin import NOWHERE, Origin, resolve_origin
from domain.pager import Listed, Pager, Window
from domain.paging import Page, PageRequest
from domain.programmes.programme import Programme
from domain.purchases.tier_history import TierChange
from domain.refusals import NoAccount
from domain.text import clean_identifier


@dataclass(frozen=True, slots=True)
class Standing:
    """An account as it stood after its entry number `sequence` (0: before the first); amounts are scaled.

    Points that had expired by then are not in `balance`, and those that had waited until then are, whether or not that
    was entered yet.
    `next_expiry` is what expires next of it, with what holds reserve.

    `credit_limit` is today's: the terms of an account have no history.
    """

    account_id: int
    customer_number: str
    currency: str
    form: AmountForm
    credit_limit: int
    sequence: int
    balance: int
    next_expiry: ComingExpiry | None = None


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry with the movement that it came from, the document that this one was about, and who sent it."""

    sequence: int
    movement: Movement
    original: str
    credential: str


@dataclass(frozen=True, slots=True)
class HoldLine:
    """A hold that was open: below zero it reserves, above it promises. `movement` placed it."""

    movement: Movement
    amount: int
    expires_at: datetime
    credential: str


_AHEAD = timedelta(days=36_525)


@dataclass(frozen=True, slots=True)
class Explanation:
    """What makes the balance of one account at `as_of`, the latest entries first; amounts are scaled.

    `tiers` is how a member came to the tier of that moment, the first change first.
    """

    type: AccountType
    number: str
    as_of: datetime
    standing: Standing
    holds: Sequence[HoldLine]
    entries: Page[EntryLine]
    tiers: Sequence[TierChange] = ()

    @property
    def held(self) -> int:
        """What the holds reserve together."""
        return -sum(min(0, hold.amount) for hold in self.holds)

    @property
    def available(self) -> int:
        """What could be spent; never clamped."""
        return self.standing.balance + self.standing.credit_limit - self.held


class BalanceHistory(Protocol):
    """Where the past of an account is read."""

    def standing(
        self, programme: Programme, kind: AccountType, number: str, as_of: datetime, *, is_now: bool = False
    ) -> Standing | None:
        """The account after the last entry that was received at `as_of` or before; None where there is no account.

        Where `as_of` `is_now`, it is after the last entry that there is: whoever entered it may have had another clock.
        """

    def holds(self, standing: Standing, as_of: datetime, *, is_now: bool = False) -> Sequence[HoldLine]:
        """The holds that were open at `as_of`, in the order in which they were placed; `is_now` is as above."""

    def tiers(self, programme: Programme, standing: Standing, as_of: datetime) -> Sequence[TierChange]:
        """How the tier of a loyalty account changed up to `as_of`, the first change first; nothing for another account."""

    def entries(self, standing: Standing, window: Window) -> Sequence[Listed[EntryLine]]:
        """The entries up to `standing.sequence`, the latest first; the sort key is the sequence."""


@dataclass(frozen=True, slots=True)
class ExplainBalance:
    """Explains the balance of one account. A customer's own token is not told who worked the till."""

    history: BalanceHistory
    pages: Pager
    clock: Clock

    def __call__(
        self,
        caller: Caller,
        account_type: str,
        account_id: str,
        as_of: datetime | None,
        page: PageRequest,
        header_origin: Origin = NOWHERE,
    ) -> Explanation:
        """Explain it as of this moment, by default now.

        Raises `NotAllowed`, `InvalidInput`, `UnknownAccountType`, `NoAccount` or `StoreUnavailable`.
        """
        caller.require(Operation.ENQUIRE_BALANCE)
        resolve_origin(caller, NOWHERE, header_origin)
        number = clean_identifier(account_id, "accountId")
        kind = parse_account_type(clean_identifier(account_type, "accountType"))
        told = self.explain(caller.programme, kind, number, as_of, page)
        if not caller.may_reach(told.standing.customer_number):
            raise NoAccount
        return _without_staff(told) if caller.is_customer else told

    def explain(
        self, programme: Programme, kind: AccountType, number: str, as_of: datetime | None, page: PageRequest
    ) -> Explanation:
        """The same for whoever looks after the books; raises `NoAccount`, or `InvalidInput` for a bad moment or page token."""
        now = self.clock.now()
        moment = as_of or now
        # Tiers and points are told as time will make them, a year after the other.
        if not EPOCH <= moment <= now + _AHEAD:
            raise InvalidInput("asOf lies before 1970 or more than a hundred years ahead.", field="asOf")
        is_now = as_of is None
        standing = self.history.standing(programme, kind, number, moment, is_now=is_now)
        if standing is None:
            raise NoAccount
        rows = self.pages.page(
            page,
            # Later pages go on from the same entry, whatever has been entered since.
            (programme.id, "explanation", kind.value, number, "" if as_of is None else moment.isoformat()),
            rows=lambda window: self.history.entries(standing, window),
            count=lambda cap: min(cap, standing.sequence),
        )
        holds = self.history.holds(standing, moment, is_now=is_now)
        tiers = self.history.tiers(programme, standing, moment)
        return Explanation(kind, number, moment, standing, holds, rows, tiers)


def _without_staff(told: Explanation) -> Explanation:
    def bare(line: EntryLine) -> EntryLine:
        return replace(line, credential="", movement=replace(line.movement, operator=""))

    holds = [replace(hold, credential="", movement=replace(hold.movement, operator="")) for hold in told.holds]
    return replace(told, holds=holds, entries=replace(told.entries, rows=[bare(line) for line in told.entries.rows]))
