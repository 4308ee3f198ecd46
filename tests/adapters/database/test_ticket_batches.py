"""Tickets that come together are written together, and each is still booked once and refused by itself: on both databases."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

import pytest

from adapters.database.hot_transaction import HotTransaction
from adapters.database.ticket_batches import TOGETHER
from domain.errors import InvalidInput
from domain.purchases.ticket import ReturnedLine
from domain.purchases.ticket_books import TicketReceipt, TicketResult
from domain.purchases.ticket_form import OriginalDraft, TicketDraft
from tests.adapters.database.test_ticket_races import at_once
from tests.adapters.database.ticket_world import CARD, OTHER_CARD, TODAY, TicketWorld, ticket_world


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    with ticket_world(database_url) as opened:
        yield opened


def book(world: TicketWorld, drafts: Sequence[TicketDraft]) -> Sequence[TicketResult]:
    return world.book(world.caller, drafts)


def both(*work: Callable[[], Sequence[TicketResult]]) -> list[TicketResult]:
    """What became of all tickets of batches that come at the same moment."""
    told: list[TicketResult] = []
    answers = at_once([lambda each=each: told.extend(each()) for each in work])  # type: ignore[misc]
    assert answers == [None] * len(work), answers
    return told


def sales(world: TicketWorld, *cards: str) -> list[TicketDraft]:
    return [world.draft(f"R-{number}", "10.00", card_number=card) for number, card in enumerate(cards)]


@pytest.fixture
def commits(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The commits so far."""
    execute, found = HotTransaction.execute, list[str]()

    def counted(self: HotTransaction, statement: str, values: Any = ()) -> None:
        found.extend([statement] * (statement == "COMMIT"))
        execute(self, statement, values)

    monkeypatch.setattr(HotTransaction, "execute", counted)
    return found


def test_tickets_that_come_together_wait_for_one_commit(world: TicketWorld, commits: list[str]) -> None:
    results = book(world, sales(world, *[CARD, OTHER_CARD, ""] * 10))
    assert all(isinstance(result, TicketReceipt) and not result.is_replay for result in results)
    assert len(commits) == -(-30 // TOGETHER)
    assert (world.balances(), world.balances("L-2")) == ([0, 100, 0, 100], [0, 100, 0, 100])


def test_a_ticket_that_is_refused_undoes_what_it_did_and_no_more(world: TicketWorld) -> None:
    """The return of too much finds points that are due, which are rolled over before it; that goes with it, whole."""
    world.send("R-old", "10.00", business_date=TODAY)
    world.clock.advance(days=30)
    back = (ReturnedLine(1, world.draft("any", "1.00", quantity="2").sold[0].sold.quantity, world.draft("any").total),)
    named = OriginalDraft("R-old", TODAY)
    too_much = world.draft("B-1", returned=back, original=named)
    results = book(world, [too_much, world.draft("R-new", "5.00", card_number=OTHER_CARD), too_much])
    assert [type(result) for result in results] == [InvalidInput, TicketReceipt, InvalidInput]
    assert (world.balances(), world.balances("L-2")) == ([0, 10, 0, 10], [0, 5, 0, 5])
    world.check_books()


def test_a_ticket_sees_those_before_it(world: TicketWorld) -> None:
    sale = world.draft("R-1", "10.00", "4.00")
    cancellation = world.draft("C-1", original=OriginalDraft("R-1", TODAY), cancels=True)
    results = book(world, [sale, sale, cancellation, cancellation, world.draft("R-2", "3.00")])
    assert [isinstance(result, TicketReceipt) and result.is_replay for result in results] == [
        False,
        True,
        False,
        True,
        False,
    ]
    assert world.balances() == [0, 3, 0, 3]


def test_the_same_batch_at_once_is_booked_once(world: TicketWorld) -> None:
    drafts = sales(world, *[CARD, OTHER_CARD, ""] * 4)
    told = both(*[partial(book, world, drafts), partial(book, world, drafts[::-1])] * 3)
    receipts = [each for each in told if isinstance(each, TicketReceipt)]
    assert len(receipts) == 72, told
    assert sum(not receipt.is_replay for receipt in receipts) == 12
    assert (world.balances(), world.balances("L-2")) == ([0, 40, 0, 40], [0, 40, 0, 40])


def test_batches_of_the_same_members_in_another_order_take_turns(world: TicketWorld, commits: list[str]) -> None:
    """Planted: where their members are not locked first, batches wait in a circle, and are booked ticket by ticket."""
    rounds = 5
    for each in range(rounds):
        batches = [
            [world.draft(f"{name}-{each}-{n}", "1.00", card_number=cards[n % 2]) for n in range(10)]
            for name, cards in (("A", (CARD, OTHER_CARD)), ("B", (OTHER_CARD, CARD)))
        ]
        told = both(*[partial(book, world, batch) for batch in batches])
        assert all(isinstance(result, TicketReceipt) for result in told), told
    assert len(commits) == 2 * rounds
    assert (world.balances(), world.balances("L-2")) == ([0, 50, 0, 50], [0, 50, 0, 50])
