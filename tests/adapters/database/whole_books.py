"""Books in which everything happened that can happen: a row of each kind in every table that verify proves."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from adapters.database.expired_holds import DatabaseExpiredHolds
from domain.accounts.account import AccountType
from domain.accounts.lapse_holds import LapseHolds
from domain.accounts.merge_accounts import MergeAccounts
from domain.accounts.outcome import Outcome
from domain.accounts.prepared_update import digest_key
from domain.identity.caller import Operation
from domain.identity.origin import NOWHERE
from domain.pager import Window
from domain.programmes.programme import LateOverspend
from domain.purchases.ticket import KeptLine, ReturnedLine, Tender, Wording
from domain.purchases.ticket_books import TicketReceipt, TicketRequest, TicketStatus
from domain.purchases.ticket_form import OriginalDraft
from tests.adapters.database.conftest import merges_of
from tests.adapters.database.records import CLUB, open_records
from tests.adapters.database.test_expiry_notices import MONTH, announce
from tests.adapters.database.test_point_expiry import Shop
from tests.adapters.database.test_tier_ends import AFTER, at, look_again, rules
from tests.adapters.database.test_withdrawals import paid
from tests.adapters.database.ticket_world import OTHER_CARD, TicketWorld

IN_REVIEW = (
    '{"earn": [{"name": "base", "points": 1, "perAmount": 1}], "escrowDays": 30, "velocity": {"ticketsPerHour": 2}}'
)


@contextmanager
def whole_books(database_url: str) -> Iterator[TicketWorld]:
    """The books on a migrated database; Amelia buys, Angus's account is moved by tills."""
    with open_records(database_url) as records:
        world = TicketWorld(records)
        world.caller = replace(world.caller, operations=frozenset(Operation))
        _updates(world)
        _purchases(world)
        _reviews(world)
        _expiries(world)
        _merge(world)
        yield world


def _updates(world: TicketWorld) -> None:
    caller = replace(
        world.caller, programme=replace(world.caller.programme, rules=_capping(world.caller.programme.rules))
    )
    till, now = world.till("L-2"), world.clock.now()
    till.caller = caller
    for answer in (
        till.send("1", "5000", reference_id="r", idempotency_key="k"),
        till.send("2", "-500", occurred_at=now),
        till.send("3", "200", original_transaction_id="2"),
        till.hold("4", "-300"),
        till.send("4", "-100"),
        till.hold("5", "-300", expires_at=now + timedelta(days=1)),
        till.hold("6", "40"),
        till.cancel("6"),
        till.hold("7", "-70", expires_at=now + timedelta(days=4000), idempotency_key="second name"),
        till.send("", "7", device="", idempotency_key="only this"),
        till.send("8", "-9000", occurred_at=now - timedelta(days=5)),
        till.send("1", "5000", reference_id="r", idempotency_key="another"),
    ):
        assert answer.outcome is Outcome.SUCCESS
    assert till.send("9", "-9000").outcome is Outcome.FAIL


def _capping(known: Any) -> Any:
    return replace(known, late_overspend=LateOverspend.CAP)


def _purchases(world: TicketWorld) -> None:
    world.set_rules(rules("each-year"))
    wording = Wording(
        "A kettle", "kettle", "A kettle to boil water", Decimal("500.00"), Decimal("83.33"), Decimal("1.00")
    )
    first, second = world.draft("x", "2000.00", "500.00").sold
    lines = (replace(first, wording=wording, line_id="line 1"), second)
    world.send(
        "R-1",
        "1.00",
        sold=lines,
        total=Decimal(2500),
        sequence=7,
        request_key="key 1",
        tenders=(Tender("CASH", Decimal("2500.00")),),
    )
    world.give_back("R-2", "R-1", (2, "1"))
    back = (ReturnedLine(1, Decimal("0.25"), Decimal("500.00")),)
    world.send("R-3", "30.00", original=OriginalDraft("R-1", world.clock.now().date()), returned=back)
    world.send("R-4", "7.00", card_number="")
    world.claim("R-4")
    world.send("R-5", "9.00", card_number="")
    world.send("R-6", "90.00", "10.00", **paid("50", "5.00"))
    world.till(device="pos1").send("T-1", "-30")
    world.send("R-7", "20.00", **paid("30", "3.00", "T-1"))
    world.give_back("R-8", "R-6", (1, "1"))
    world.give_back("R-9", "R-3")
    _request(world, "R-10", "12.00", "8.00")
    kept = {
        "original": OriginalDraft("R-10", world.clock.now().date()),
        "kept": (KeptLine(1, Decimal(1), Decimal(12)),),
    }
    world.send("R-11", **{**kept, "total": Decimal(12)})
    at(world, AFTER)
    look_again(world)
    assert world.records
    records = world.records
    assert LapseHolds(DatabaseExpiredHolds(records.store, records.reader, records.work), world.clock)() == 1


def _request(world: TicketWorld, receipt: str, *amounts: str) -> TicketReceipt:
    """A ticket whose reply is kept."""
    order = world.book.order(world.caller, world.draft(receipt, *amounts), NOWHERE)
    request = TicketRequest(
        digest_key(receipt), digest_key("content"), lambda given: f'{{"ticket": {given.ticket_id}}}'
    )
    return world.books.book(replace(order, request=request))


def _reviews(world: TicketWorld) -> None:
    """Three that pass the limit: one is approved, one rejected and one waits; points of before have waited, others wait."""
    world.set_rules(IN_REVIEW)
    for receipt in ("E-1", "E-2", "E-3", "E-4", "E-5"):
        world.send(receipt, "10.00", "5.00", card_number=OTHER_CARD)
    listed = world.in_review.list_open(world.caller.programme, None, Window(limit=9))
    waiting = [each.row.ticket_id for each in listed]
    assert len(waiting) == 3
    world.clock.advance(hours=5)
    assert world.approve(world.caller, str(waiting[0])).status is TicketStatus.APPROVED
    world.reject(world.caller, str(waiting[1]), "the card was shared")
    _some_back(world, "E-6", "E-1", "10.00")
    world.clock.advance(days=31)
    assert look_again(world) >= 0
    world.send("E-7", "10.00", "5.00")
    _some_back(world, "E-8", "E-7", "10.00")


def _some_back(world: TicketWorld, receipt: str, original: str, amount: str) -> None:
    back = (ReturnedLine(1, Decimal(1), Decimal(amount)),)
    world.send(receipt, original=OriginalDraft(original, world.clock.now().date()), returned=back)


def _merge(world: TicketWorld) -> None:
    records = world.records
    assert records
    for number in ("M-1", "M-2"):
        records.account(number, balance="5")
    merge = MergeAccounts(merges_of(records.store), world.clock)
    merge(CLUB, AccountType.LOYALTY, "M-1", "M-2", reason="two cards", operator="anne")


def _expiries(world: TicketWorld) -> None:
    shop = Shop(world, MONTH)
    world.send("F-1", "100.00", card_number=OTHER_CARD)
    shop.clock.advance(days=25)
    announce(shop)
