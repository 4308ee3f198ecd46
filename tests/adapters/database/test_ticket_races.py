"""Tickets that meet: each is booked once and each point is taken back once, on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from threading import Barrier, Thread
from typing import Any

import pytest

from domain.errors import InvalidInput, StoreUnavailable
from domain.purchases.ticket_books import TicketReceipt
from domain.refusals import TicketTaken
from tests.adapters.database.ticket_world import CARD, OTHER_CARD, TicketWorld, ticket_world

Answer = TicketReceipt | Exception | int


@pytest.fixture
def world(database_url: str) -> Iterator[TicketWorld]:
    with ticket_world(database_url) as opened:
        yield opened


def at_once(work: Sequence[Callable[[], Any]]) -> list[Answer]:
    """Do all of this at the same moment; what each gave or raised, in order."""
    answers: list[Answer] = [0] * len(work)
    barrier = Barrier(len(work))

    def run(place: int) -> None:
        barrier.wait()
        try:
            answers[place] = work[place]()
        except Exception as error:  # noqa: BLE001 - it is the answer
            answers[place] = error

    threads = [Thread(target=run, args=(place,)) for place in range(len(work))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_copies_of_a_new_member_s_first_ticket_are_one_purchase(world: TicketWorld) -> None:
    answers = at_once([lambda: world.send("R-1", "12.00", request_key="K")] * 8)
    receipts = [answer for answer in answers if isinstance(answer, TicketReceipt)]
    assert len(receipts) == 8, answers
    assert len({receipt.ticket_id for receipt in receipts}) == 1
    assert [receipt.is_replay for receipt in receipts].count(False) == 1
    assert world.balances() == [0, 12, 0, 12]


def test_different_tickets_of_one_member_all_count(world: TicketWorld) -> None:
    at_once([partial(world.send, f"R-{number}", "10.00") for number in range(8)])
    assert world.balances() == [0, 80, 0, 80]


def test_one_line_comes_back_once(world: TicketWorld) -> None:
    world.send("R-1", "10.00", "5.00")
    answers = at_once([partial(world.give_back, f"B-{number}", "R-1", (1, "1")) for number in range(8)])
    assert sum(isinstance(answer, TicketReceipt) for answer in answers) == 1, answers
    assert sum(isinstance(answer, InvalidInput) for answer in answers) == 7
    assert world.balances() == [0, 5, 0, 5]


def test_what_is_due_rolls_over_once(world: TicketWorld) -> None:
    for number in range(6):
        world.send(f"R-{number}", "10.00", card_number=(CARD, OTHER_CARD)[number % 2])
    world.clock.advance(days=30)
    now = world.clock.now()
    at_once([lambda: world.books.roll_over(now, 4)] * 4 + [lambda: world.give_back("B-1", "R-0")])
    while world.books.roll_over(now, 4):
        pass
    assert world.balances() == [20, 0, 20, 0]
    assert world.balances("L-2") == [30, 0, 30, 0]


def test_two_members_claim_a_ticket_and_one_gets_it(world: TicketWorld) -> None:
    world.send("R-1", "10.00", card_number="")
    claims = [partial(world.claim, "R-1", card) for card in (CARD, OTHER_CARD) * 3]
    answers = at_once([*claims, lambda: world.give_back("B-1", "R-1", card_number="")])
    assert sum(isinstance(answer, TicketReceipt) and not answer.is_replay for answer in answers[:-1]) == 1
    assert sum(isinstance(answer, TicketTaken) for answer in answers) == 3
    if isinstance(answers[-1], StoreUnavailable):
        world.give_back("B-1", "R-1", card_number="")
    assert world.balances() == world.balances("L-2") == [0, 0, 0, 0]
