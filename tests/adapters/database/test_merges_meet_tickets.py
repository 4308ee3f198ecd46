"""Accounts that are merged while tills send tickets, returns and claims, and send each again; on SQLite and on PostgreSQL."""

import random
from collections.abc import Callable, Iterator
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field, replace
from functools import partial
from time import sleep

import pytest

from adapters.database.ticket_books import DatabaseTicketBooks
from domain.errors import StoreUnavailable
from domain.purchases.attribute_ticket import AttributeTicket
from domain.purchases.book_tickets import BookTickets
from domain.purchases.member_directory import Member
from domain.purchases.ticket_books import TicketReceipt
from tests.adapters.database.test_ledger_races import together
from tests.adapters.database.test_merged_members import AT_ONCE, merge
from tests.adapters.database.ticket_world import TicketWorld, ticket_world

TILLS, ROUNDS, PAUSE_SECONDS = 4, 15, 0.1
CARDS = tuple(f"6335000{place}" for place in (1, 2, 3, 4))
MERGES = (("L-1", "L-2"), ("L-4", "L-3"), ("L-2", "L-3"))

Send = Callable[[str], TicketReceipt]
"""Sends one ticket, return or claim by a card."""


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    """Four customers with a card and an account each; all of them are one person, as somebody finds."""
    with ticket_world(database_url) as made:
        made.set_rules(AT_ONCE)
        assert made.records
        for place in ("3", "4"):
            made.records.customer(f"10{place}")
            made.records.card(f"6335000{place}", f"10{place}")
            made.records.account(f"L-{place}", customer_number=f"10{place}")
        yield made


def other_process(world: TicketWorld) -> TicketWorld:
    """The same world through books that remember nothing of merges yet."""
    assert world.records
    other = copy(world)
    other.books = DatabaseTicketBooks(world.records.store, world.records.reader, world.records.work, world.rules)
    other.book = BookTickets(world.rules, world.members, other.books, world.clock)
    other.attribute = AttributeTicket(world.rules, world.members, other.books, world.clock)
    return other


@dataclass
class TicketTill:
    """Sells, takes back and claims by any card, and sends each again, for it heard nothing."""

    world: TicketWorld
    number: int
    dice: random.Random = field(init=False)
    sent: list[tuple[Send, str, TicketReceipt]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.number)  # noqa: S311 - any sequence will do

    def work(self) -> int:
        """What its tickets have moved, all in all."""
        for place in range(ROUNDS):
            name = f"{self.number}-{place}"
            self.do(partial(self._sell, f"S{name}"))
            insist(partial(self._sell, f"C{name}"), "")
            self.do(partial(self.world.claim, f"C{name}"))
            if place % 3 == 0:
                self.do(partial(self._give_back, name))
            self._several(name)
        return sum(int(first.earned - first.taken_back) for _, _, first in self.sent)

    def do(self, send: Send) -> None:
        """Send what is new, and one of the latest again, by the card that it came with."""
        card = self.dice.choice(CARDS)
        first = insist(send, card)
        assert not first.is_replay
        self.sent.append((send, card, first))
        same(*self.dice.choice(self.sent[-5:]))

    def _sell(self, receipt: str, card: str) -> TicketReceipt:
        return self.world.send(receipt, "10.00", "5.00", card_number=card)

    def _give_back(self, name: str, card: str) -> TicketReceipt:
        return self.world.give_back(f"B{name}", f"S{name}", (1, "1"), card_number=card)

    def _several(self, name: str) -> None:
        """Two tickets in one message, of members who may be one by now."""
        cards = self.dice.sample(CARDS, 2)
        drafts = [self.world.draft(f"M{name}/{card}", "10.00", "5.00", card_number=card) for card in cards]
        for receipt, card in zip(self.world.book(self.world.caller, drafts), cards, strict=True):
            assert isinstance(receipt, TicketReceipt)
            self.sent.append((partial(self._sell, f"M{name}/{card}"), card, receipt))


def same(send: Send, card: str, first: TicketReceipt) -> None:
    """Send it again: it is known, and its answer is the first."""
    again = insist(send, card)
    assert again.is_replay
    for name in ("ticket_id", "earned", "taken_back", "customer_number", "spendable"):
        assert getattr(again, name) == getattr(first, name), (name, again, first)


def insist(send: Send, card: str) -> TicketReceipt:
    """As a till does that is told to come again: twice an account may be merged while one message waits."""
    for _ in range(5):
        with suppress(StoreUnavailable):
            return send(card)
    raise AssertionError("sent five times, and unavailable still")


def test_no_point_is_lost_or_given_twice_across_merges(world: TicketWorld) -> None:
    """Two books of tickets stand for two processes."""
    tills = [TicketTill(other_process(world) if place % 2 else world, place) for place in range(TILLS)]

    def work(number: int) -> int:
        if number < TILLS:
            return tills[number].work()
        for one, into in MERGES * 2:
            sleep(PAUSE_SECONDS)
            together(2, partial(_merge, world, one, into))
        return 0

    moved = sum(together(TILLS + 1, work))
    assert moved == TILLS * (ROUNDS * (15 + 15 + 2 * 15) - 5 * 10)
    assert [world.balances(number) for number in ("L-1", "L-2", "L-4")] == [[0] * 4] * 3
    assert world.balances("L-3") == [moved, 0, moved, 0]
    # By now each card is the person's: whichever a till sends with, it is the same ticket.
    for till in tills:
        for send, _, first in till.sent:
            same(send, till.dice.choice(CARDS), first)
    assert world.balances("L-3") == [moved, 0, moved, 0]


def _merge(world: TicketWorld, one: str, into: str, _: int) -> None:
    merge(world, one, into)


@dataclass
class AsBefore:
    """Members as they were found at one moment."""

    member: Member

    def by_card(self, *_: object) -> Member:
        return self.member

    by_id = by_customer = by_card


def test_a_merge_between_finding_the_member_and_locking_is_seen(world: TicketWorld) -> None:
    found = world.members.by_card(world.caller.programme, CARDS[0])
    assert found
    world.send("R-1", "10.00", card_number="")
    world.claim("R-1")
    late, members = other_process(world), AsBefore(found)
    late.book = BookTickets(world.rules, members, late.books, world.clock)
    late.attribute = AttributeTicket(world.rules, members, late.books, world.clock)
    merge(world)
    # It is this member's still.
    assert late.claim("R-1").is_replay
    first = late.send("R-2", "5.00")
    assert (first.customer_number, world.balances("L-2")) == ("102", [15, 0, 15, 0])
    for each in (world, late):
        again = each.send("R-2", "5.00")
        assert (again.is_replay, replace(again, is_replay=False)) == (True, first)
