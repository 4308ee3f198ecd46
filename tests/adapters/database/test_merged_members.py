"""Members whose accounts were merged: found by number and card, with their points, tiers, tickets and expiries."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from adapters.database.account_directory import DatabaseAccountDirectory
from adapters.database.account_reader import DatabaseAccountReader
from adapters.database.profile_directory import DatabaseProfileDirectory
from domain.accounts.account import AccountStatus, AccountType
from domain.accounts.account_directory import AccountCriteria
from domain.accounts.enquire_balance import AccountKey
from domain.accounts.merge_accounts import MergeAccounts, MergeReceipt
from domain.accounts.outcome import Outcome
from domain.accounts.reinstate_points import ReinstatePoints
from domain.customers.identifier_keys import IdentifierKind
from domain.errors import InvalidInput
from domain.identity.caller import Operation
from domain.pager import Window
from domain.refusals import AmountExceedsExpired
from tests.adapters.database.conftest import merges_of
from tests.adapters.database.records import CLUB
from tests.adapters.database.test_point_expiry import Shop
from tests.adapters.database.test_tier_ends import look_again
from tests.adapters.database.test_withdrawals import paid
from tests.adapters.database.ticket_world import CARD, OTHER_CARD, TicketWorld, ticket_world
from tests.builders import figures

LOYALTY = AccountType.LOYALTY
AT_ONCE = '{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "escrowDays": 0}'
TIERS = """{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "escrowDays": 0, "tiers": {"system": "Club", "levels": [
    {"code": "BASE", "name": "Base", "entry": 0}, {"code": "GOLD", "name": "Gold", "entry": 100, "lasts": "months", "months": 12}]}}"""


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    with ticket_world(database_url) as made:
        made.set_rules(AT_ONCE)
        yield made


def merge(world: TicketWorld, number: str = "L-1", into: str = "L-2") -> MergeReceipt:
    assert world.records
    use_case = MergeAccounts(merges_of(world.records.store), world.clock)
    return use_case(world.caller.programme, LOYALTY, number, into, reason="two cards", operator="anne")


def enquired(world: TicketWorld, **key: str) -> tuple[str, int, str] | None:
    """Number, balance and card of the account that an enquiry tells."""
    assert world.records
    found = DatabaseAccountReader(world.records.reader).read(CLUB, AccountKey(LOYALTY, **key), world.clock.now())
    return (found.number, int(found.figures.wire_balance), found.card.number if found.card else "") if found else None


def listed(world: TicketWorld, **criteria: Any) -> list[tuple[str, str]]:
    assert world.records
    directory, wanted = DatabaseAccountDirectory(world.records.reader), AccountCriteria(**criteria)
    rows = [each.row for each in directory.list_accounts(CLUB, wanted, world.clock.now(), Window(limit=9))]
    assert directory.count_accounts(CLUB, wanted, 9) == len(rows)
    return [(row.number, row.card.number if row.card else "") for row in rows]


def test_every_name_leads_to_the_account_that_stays(world: TicketWorld) -> None:
    world.till().send("1", "70")
    merge(world)
    for key, card in (
        ({"number": "L-1"}, OTHER_CARD),
        ({"number": "L-2"}, OTHER_CARD),
        ({"card_number": CARD}, CARD),
        ({"card_number": OTHER_CARD}, OTHER_CARD),
        ({"card_number": CARD, "number": "L-1"}, CARD),
        ({"card_number": CARD, "number": "L-2"}, CARD),
        ({"card_number": OTHER_CARD, "number": "L-1"}, OTHER_CARD),
    ):
        assert enquired(world, **key) == ("L-2", 70, card)
    assert enquired(world, card_number=CARD, number="L-3") is None
    assert listed(world, number="L-1") == listed(world, number="L-2") == [("L-2", OTHER_CARD)]
    assert listed(world, card_number=CARD) == [("L-2", CARD)]
    assert listed(world, card_number=CARD, number="L-1") == [("L-2", CARD)]
    # Whose accounts are listed sees what became of each.
    assert listed(world, customer_number="101") == [("L-1", CARD)]
    assert world.records
    sheet = world.records.accounts.by_number(CLUB.id, LOYALTY, "L-1", world.clock.now())
    assert sheet
    assert (sheet.opening.status, sheet.balance) == (AccountStatus.CLOSED.value, 0)
    shown = [world.records.accounts.merges(CLUB.id, LOYALTY, number) for number in ("L-1", "L-2")]
    assert [(each.into, list(each.merged)) for each in shown] == [("L-2", []), ("", ["L-1"])]


def test_two_accounts_of_one_customer_are_one_for_the_card(world: TicketWorld) -> None:
    assert world.records
    world.records.account("L-9", customer_number="101")
    till = world.till("")
    with pytest.raises(InvalidInput, match="several accounts"):
        till.send("1", "5", card_number=CARD)
    merge(world, "L-9", "L-1")
    first = till.send("1", "5", card_number=CARD)
    assert first.account_number == "L-1"
    assert listed(world, card_number=CARD) == [("L-1", CARD)]
    for account, more in (("", {"card_number": CARD}), ("L-1", {}), ("L-9", {})):
        again = world.till(account).send("1", "5", **more)
        assert (again.replayed, again.movement_id) == (True, first.movement_id)


def test_a_till_that_heard_nothing_sends_again_by_any_name(world: TicketWorld) -> None:
    by_number, by_card = world.till().send("n", "3"), world.till("").send("c", "4", card_number=CARD)
    by_other = world.till("").send("o", "5", card_number=OTHER_CARD)
    merge(world)
    names = [("L-1", {}), ("L-2", {}), ("", {"card_number": CARD}), ("", {"card_number": OTHER_CARD})]
    for account, more in names:
        for name, amount, first in (("n", "3", by_number), ("c", "4", by_card), ("o", "5", by_other)):
            again = world.till(account).send(name, amount, **more)
            assert (again.replayed, again.movement_id, again.figures) == (True, first.movement_id, first.figures)
    for place, (account, more) in enumerate(names):
        assert world.till(account).send(f"new {place}", "10", **more).account_number == "L-2"
    assert enquired(world, number="L-1") == ("L-2", 12 + 40, OTHER_CARD)


def test_members_points_and_tier_come_along(world: TicketWorld) -> None:
    world.set_rules(TIERS)
    world.send("R-1", "70.00")
    world.send("R-2", "40.00", card_number=OTHER_CARD)
    merge(world)
    assert world.balances("L-1") == [0, 0, 0, 0]
    assert world.balances("L-2") == [110, 0, 110, 0]
    assert world.records
    (profile,) = DatabaseProfileDirectory(world.records.reader).find(
        CLUB, IdentifierKind.NUMBER, "101", world.clock.now()
    )
    assert (profile.tier, int(profile.points.spendable.balance)) == ("GOLD", 110)
    assert [each.tier for each in world.records.accounts.tier_history(CLUB, "L-2", world.clock.now())][-1] == "GOLD"
    assert not world.records.count(
        "tier_standing", "account_id = (SELECT id FROM account WHERE number = 'L-1' LIMIT 1)"
    )
    world.clock.advance(days=900)
    look_again(world)
    assert world.balances("L-1") == [0, 0, 0, 0]


def test_points_that_wait_and_tickets_in_review_are_seen_to_first(world: TicketWorld) -> None:
    world.set_rules(
        '{"earn": [{"name": "b", "points": 1, "perAmount": 1}], "escrowDays": 3, "velocity": {"ticketsPerHour": 1}}'
    )
    for receipt in ("R-1", "R-2"):
        world.send(receipt, "70.00")
    with pytest.raises(InvalidInput, match="70 points that wait in escrow"):
        merge(world)
    world.clock.advance(days=4)
    with pytest.raises(InvalidInput, match="1 tickets in review"):
        merge(world)
    (waiting,) = world.in_review.list_open(CLUB, None, Window(limit=9))
    world.caller = replace(world.caller, operations=frozenset(Operation))
    world.reject(world.caller, str(waiting.row.ticket_id), "shared")
    # What had waited long enough was entered with the merge.
    assert merge(world).moved == 70_0000


def test_a_purchase_goes_where_the_points_are_and_comes_back_from_there_once(world: TicketWorld) -> None:
    first = world.send("R-1", "70.00", "30.00")
    world.send("R-2", "40.00", card_number=OTHER_CARD)
    merge(world)
    again = world.send("R-1", "70.00", "30.00")
    assert (again.is_replay, again.ticket_id, again.earned) == (True, first.ticket_id, first.earned)
    assert world.send("R-1", "70.00", "30.00", card_number=OTHER_CARD).is_replay
    after = world.send("R-3", "5.00")
    assert (after.customer_number, int(after.earned)) == ("102", 5)
    assert world.balances("L-2") == [145, 0, 145, 0]
    back = world.give_back("R-4", "R-1", (1, "1"))
    assert back.taken_back == 70
    assert world.give_back("R-4", "R-1", (1, "1")).is_replay
    assert world.balances("L-2") == [75, 0, 75, 0]
    # An exchange: what comes back was bought on one card, what is bought is on the other.
    world.give_back("R-5", "R-1", card_number=OTHER_CARD)
    assert world.balances("L-2") == [45, 0, 45, 0]
    assert world.balances("L-1") == [0, 0, 0, 0]
    with pytest.raises(Exception, match=r"came back|returned|left|cancel"):
        world.give_back("R-6", "R-1", (1, "1"))
    assert world.balances("L-2") == [45, 0, 45, 0]


def test_points_that_paid_before_the_merge_come_back_after_it(world: TicketWorld) -> None:
    world.till().send("1", "500")
    world.send("R-1", "90.00", **paid("50", "5.00"))
    till = world.till(device="pos1")
    till.send("T-1", "-30")
    merge(world)
    # The till has moved these before the merge, and names them after it.
    world.send("R-2", "20.00", **paid("30", "3.00", "T-1"))
    balance = world.balances("L-2")[0]
    world.give_back("R-3", "R-1")
    world.give_back("R-4", "R-2")
    assert world.balances("L-2")[0] == 500
    assert balance == 500 - 80 + 85 + 17
    assert world.balances("L-1") == [0, 0, 0, 0]


def test_a_claim_finds_the_account_that_stays(world: TicketWorld) -> None:
    world.send("R-1", "9.00", card_number="")
    world.send("R-2", "8.00")
    merge(world)
    claimed = world.claim("R-1")
    assert (claimed.customer_number, int(claimed.earned)) == ("102", 9)
    assert world.claim("R-2").is_replay
    assert world.claim("R-2", OTHER_CARD).is_replay
    assert world.balances("L-2") == [17, 0, 17, 0]


def test_a_preview_tells_the_tier_of_the_account_that_stays(world: TicketWorld) -> None:
    world.set_rules(TIERS)
    world.send("R-1", "100.00", card_number=OTHER_CARD)
    merge(world)
    member = world.members.by_card(CLUB, CARD)
    assert member
    assert (member.account_number, member.tier, member.customer_number) == ("L-2", "GOLD", "102")


def test_points_count_anew_from_the_merge_and_expired_ones_stay_behind(world: TicketWorld) -> None:
    shop = Shop(world, '{"months": 1}')
    shop.till().send("old", "20")
    shop.clock.advance(days=29)
    shop.till().send("new", "50")
    shop.clock.advance(days=10)
    assert merge(world).moved == 50_0000
    shop.clock.advance(days=25)
    # By now those of the later sale would be over.
    assert shop.till("L-2").send("look", "0").figures
    assert figures(shop.till("L-1").send("look 2", "0")) == (50, 0, 50)
    shop.clock.advance(days=10)
    assert figures(shop.till("L-1").send("look 3", "0")) == (0, 0, 0)
    reinstate = ReinstatePoints(shop.records.accounts, shop.till().use_case.ledger, world.rules, shop.clock)
    with pytest.raises(AmountExceedsExpired):
        reinstate(shop.programme, "L-2", "71", reason="kind", key="1", operator="anne")
    # What expired on the account that went was this member's too.
    given = reinstate(shop.programme, "L-1", "70", reason="kind", key="2", operator="anne")
    assert figures(given) == (70, 0, 70)
    assert shop.till("L-1").send("spend", "-70").outcome is Outcome.SUCCESS


def test_a_worker_leaves_a_merged_account_as_it_is(world: TicketWorld) -> None:
    shop = Shop(world, '{"months": 1}')
    shop.till().send("1", "20")
    merge(world)
    shop.clock.advance(days=40)
    for _ in range(3):
        shop.work()
        look_again(world)
    assert world.balances("L-1") == [0, 0, 0, 0]
    assert world.balances("L-2")[0] == 0
