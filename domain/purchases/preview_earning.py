"""Use case: what a basket would earn, told by the code that books it, moving nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from domain.clock import Clock
from domain.errors import NotAllowed
from domain.identity.caller import Caller, Operation
from domain.identity.origin import NOWHERE, Origin, resolve_origin
from domain.programmes.earning_rules_records import EarningRulesRecords, RulesVersion
from domain.purchases.basket import Basket, BasketDraft, clean_basket
from domain.purchases.earning import Earning, Standing, earn
from domain.purchases.member_directory import Member, MemberDirectory
from domain.refusals import NoAccount, NoEarningRules
from domain.text import optional_identifier


@dataclass(frozen=True, slots=True)
class EarningPreview:
    """Asks about a basket; without card and customer it is answered for a member of no tier."""

    basket: BasketDraft
    card_number: str = ""
    customer_number: str = ""
    header_origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class EarningForecast:
    """What the basket would earn, by which version of the rules, and from when on the points could be spent."""

    earning: Earning
    rules_version: int
    spendable_from: datetime
    member: Member | None


@dataclass(frozen=True, slots=True)
class PreviewEarning:
    """Tells what a basket would earn."""

    rules: EarningRulesRecords
    members: MemberDirectory
    clock: Clock

    def __call__(self, caller: Caller, preview: EarningPreview) -> EarningForecast:
        """The forecast; raises `NotAllowed`, `InvalidInput`, `NoAccount` or `NoEarningRules`."""
        caller.require(Operation.SEND_TICKETS)
        if caller.is_customer:
            raise NotAllowed("A customer's own token may look at balances, not send baskets.")
        programme = caller.programme
        origin = resolve_origin(caller, Origin(site=preview.basket.site), preview.header_origin)
        basket = clean_basket(preview.basket, programme, optional_identifier(origin.site, "site"), self.clock)
        member = self._member(caller, preview)
        version = self._rules(caller, basket)
        standing = Standing(tier=member.tier if member else "")
        local_time = basket.occurred_at.astimezone(programme.zone_of(basket.site))
        earning = earn(version.rules, basket, standing, local_time, programme.rules.points_precision)
        spendable_from = basket.occurred_at + timedelta(days=version.rules.escrow_days)
        return EarningForecast(earning, version.version, spendable_from, member)

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
        same = found is not None and (not customer or found.customer_number == customer)
        if found is None or not same or not caller.may_reach(found.customer_number):
            raise NoAccount
        return found
