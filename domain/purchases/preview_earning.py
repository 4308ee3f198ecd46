"""Use case: what a basket would earn, told by the code that books it, moving nothing."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Protocol

from domain.accounts.account import SUB_BALANCES, Account, AccountStatus, AccountType, Unit
from domain.clock import Clock
from domain.errors import InvalidInput, NotAllowed
from domain.identity.caller import Caller, Operation
from domain.identity.origin import NOWHERE, Origin, resolve_origin
from domain.programmes.earning_rules_records import EarningRulesRecords, RulesVersion
from domain.programmes.programme import Programme
from domain.purchases.account_standing import require_payer, why_not
from domain.purchases.basket import Basket, BasketDraft, clean_basket
from domain.purchases.earning import Earning
from domain.purchases.member_directory import Member, MemberDirectory
from domain.purchases.settle_ticket import TicketSettler
from domain.purchases.settle_withdrawals import TillMovements
from domain.purchases.ticket import Ticket, TicketLine, TicketReference, Withdrawal
from domain.purchases.ticket_books import MemberAccounts, TicketOrder, TicketStatus
from domain.purchases.velocity import EarningHistory
from domain.refusals import NoAccount, NoEarningRules
from domain.text import optional_identifier


@dataclass(frozen=True, slots=True)
class EarningPreview:
    """Asks about a basket; without card and customer it is answered for a member of no tier.

    `withdraw_points` is how many points are to pay what the basket says is paid with points.
    """

    basket: BasketDraft
    card_number: str = ""
    customer_number: str = ""
    header_origin: Origin = NOWHERE
    withdraw_points: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class EarningForecast:
    """What the basket would earn, by which version of the rules, and from when on the points could be spent.

    With the status REVIEW it gives no points before somebody has looked, and `remarks` say why. They also say what earns
    nothing. `member` is None where it would be nobody's.
    """

    earning: Earning
    rules_version: int
    spendable_from: datetime
    member: Member | None
    status: TicketStatus = TicketStatus.BOOKED
    remarks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MemberStanding:
    """A member's accounts as they are now, whether or not that is written yet, and what other tickets gave before."""

    accounts: MemberAccounts
    history: EarningHistory


class MemberStandings(Protocol):
    """Reads, without a lock, what a ticket would be judged by."""

    def read(self, order: TicketOrder) -> MemberStanding | None:
        """The standing of the order's member, None where it has none; raises `StoreUnavailable`."""


@dataclass(frozen=True, slots=True)
class PreviewEarning:
    """Tells what a basket would earn, by settling it as a ticket that is never written."""

    rules: EarningRulesRecords
    members: MemberDirectory
    standings: MemberStandings
    clock: Clock

    def __call__(self, caller: Caller, preview: EarningPreview) -> EarningForecast:
        """The forecast.

        Raises `NotAllowed`, `InvalidInput`, `NoAccount` or `NoEarningRules`; and where points are to pay what the ticket
        would be refused for: `WithdrawalNotCovered`, `AccountBlocked` or `AccountClosed`.
        """
        caller.require(Operation.SEND_TICKETS)
        if caller.is_customer:
            raise NotAllowed("A customer's own token may look at balances, not send baskets.")
        programme = caller.programme
        origin = resolve_origin(caller, Origin(site=preview.basket.site), preview.header_origin)
        basket = clean_basket(preview.basket, programme, optional_identifier(origin.site, "site"), self.clock)
        withdrawn = _withdrawn(preview, basket, programme)
        member = self._member(caller, preview)
        version = self._rules(caller, basket)
        ticket = _ticket(basket, withdrawn, programme)
        order = TicketOrder(programme, ticket, member, version, self.clock.now(), origin, caller.credential_id)
        settled = self._settled(order)
        waits_until = basket.occurred_at + timedelta(days=version.rules.escrow_days)
        settlement = settled.settlement
        return EarningForecast(
            settlement.earning,
            version.version,
            settlement.due_at or waits_until,
            settled.order.member,
            TicketStatus.REVIEW if settlement.review else TicketStatus.BOOKED,
            (*settled.order.remarks, *settlement.remarks),
        )

    def _settled(self, order: TicketOrder) -> TicketSettler:
        """The ticket after all that follows from it, of which nothing is written."""
        standing = self.standings.read(order) if order.member else None
        if any(each.points for each in order.ticket.withdrawals):
            require_payer(order, standing.accounts if standing else None)
        if standing and (reason := why_not(standing.accounts.spendable)):
            return TicketSettler(replace(order, member=None, remarks=(*order.remarks, reason)))
        settler, judged_by = TicketSettler(order), standing or _of_nobody()
        settler.withdraw(judged_by.accounts, TillMovements({}))
        settler.sell(judged_by.accounts, judged_by.history)
        return settler

    def _rules(self, caller: Caller, basket: Basket) -> RulesVersion:
        version = self.rules.at(caller.programme, basket.occurred_at)
        if version is None:
            raise NoEarningRules
        return version

    def _member(self, caller: Caller, preview: EarningPreview) -> Member | None:
        card = optional_identifier(preview.card_number, "cardNumber")
        customer = optional_identifier(preview.customer_number, "customerNumber")
        if not card and not customer and not caller.subject:
            return None
        found = (
            self.members.by_card(caller.programme, card)
            if card
            else self.members.by_customer(caller.programme, customer or caller.subject)
        )
        same = found is not None and (not customer or found.goes_by(customer))
        if found is None or not same or not caller.may_reach(found.customer_number):
            raise NoAccount
        return found


def _withdrawn(preview: EarningPreview, basket: Basket, programme: Programme) -> tuple[Withdrawal, ...]:
    """What points are to pay; raises `InvalidInput`."""
    points = preview.withdraw_points
    if points < 0 or points != round(points, programme.rules.points_precision):
        raise InvalidInput(
            "withdrawPoints is below zero, or has more decimal places than the points.", field="withdrawPoints"
        )
    return (Withdrawal(points, basket.paid_with_points),) if points or basket.paid_with_points else ()


def _ticket(basket: Basket, withdrawn: tuple[Withdrawal, ...], programme: Programme) -> Ticket:
    """The basket as a ticket without a receipt."""
    day = basket.occurred_at.astimezone(programme.zone_of(basket.site)).date()
    lines = tuple(map(TicketLine, basket.lines))
    reference = TicketReference(basket.site, "", day, "")
    return Ticket(reference, basket.occurred_at, basket.currency, lines, basket.total, withdrawals=withdrawn)


def standing_of(spendable: Account, history: EarningHistory) -> MemberStanding:
    """The standing of a member with this loyalty account; of the sub-balances, which only take, nothing is known."""
    escrow, qualifying, qualifying_escrow = (
        replace(spendable, id=-place, type=kind, balance=0, held=0) for place, kind in enumerate(SUB_BALANCES, 1)
    )
    return MemberStanding(MemberAccounts(spendable, escrow, qualifying, qualifying_escrow), history)


def _of_nobody() -> MemberStanding:
    """Accounts that take what would be posted, and that nobody reads."""
    account = Account(0, 0, AccountType.LOYALTY, "", None, None, "", Unit.POINTS, 0, AccountStatus.ACTIVE)
    return standing_of(account, EarningHistory())
