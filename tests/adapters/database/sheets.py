"""Holds that administrators are told of a member what everybody else is told."""

from adapters.database.whole_tables import WholeTables
from domain.accounts.account import AccountType
from domain.amounts import from_scaled
from domain.engagement.member_profile import MemberProfile
from tests.adapters.database.records import CLUB
from tests.adapters.database.ticket_world import TicketWorld


def sheets_agree(world: TicketWorld, profile: MemberProfile, name: str) -> None:
    """What administrators see and export is what tills and other systems are told, of all four balances."""
    assert world.records
    now, number = world.clock.now(), profile.customer.number
    shown = world.records.accounts.by_number(CLUB.id, AccountType.LOYALTY, f"L-{number[-1]}", now)
    assert shown
    listed = {each.opening.type: each for each in world.records.accounts.of_customer(CLUB.id, number, now)}
    exported = [
        each
        for each in WholeTables(world.records.reader).accounts(CLUB.id, now)
        if each.opening.customer_number == number
    ]
    assert [shown] == [listed[AccountType.LOYALTY]] == exported
    assert (shown.opening.terms.tier, shown.opening.terms.tier_description) == (profile.tier, name)
    of_profile = {
        AccountType.LOYALTY: profile.points.spendable,
        AccountType.SPENDABLE_ESCROW: profile.points.spendable_escrow,
        AccountType.TIER_QUALIFYING: profile.points.tier_qualifying,
        AccountType.TIER_QUALIFYING_ESCROW: profile.points.tier_qualifying_escrow,
    }
    assert {kind: from_scaled(each.balance) for kind, each in listed.items()} == {
        kind: of_profile[kind].balance for kind in listed
    }
