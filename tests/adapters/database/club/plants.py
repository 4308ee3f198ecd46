"""Bugs to plant, one at a time: each takes away what one promise rests on."""

from collections.abc import Callable
from typing import Any

import pytest

from adapters.database import due_points, late_earning, ticket_books
from adapters.database.books_loader import BooksLoader
from adapters.database.point_lots_reader import PointLotsReader
from adapters.database.ticket_loader import TicketLoader
from adapters.database.ticket_writer import TicketWriter
from domain.accounts.account import Account
from domain.accounts.books import Books
from domain.accounts.point_line import PointLine
from domain.accounts.point_lots import PointLots
from domain.accounts.prepared_update import MovementKind
from domain.amounts import to_scaled
from domain.errors import InvalidInput
from domain.programmes.tier_rules import TierLevel
from domain.purchases.returns import BookedLine
from domain.purchases.settle_ticket import TicketSettler
from domain.purchases.settle_withdrawals import TillMovements
from domain.purchases.ticket_books import BookedTicket, EscrowLot
from domain.purchases.velocity import EarningHistory

Plant = Callable[[pytest.MonkeyPatch], None]


def nothing(*_: Any, **__: Any) -> None:
    """Do not do it."""


def expire_what_was_spent(patch: pytest.MonkeyPatch) -> None:
    take = PointLots._take
    patch.setattr(PointLots, "_take", lambda self, line: None if line.kind is MovementKind.REDEEM else take(self, line))


def take_a_return_from_what_has_expired(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(due_points, "expire_points", nothing)


def forget_what_paid_when_goods_come_back(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(BookedLine, "give_back", lambda _line, _unit: 0)


def give_what_is_in_review(patch: pytest.MonkeyPatch) -> None:
    sell = TicketSettler.sell

    def generous(self: TicketSettler, accounts: Any, *arguments: Any, **more: Any) -> None:
        sell(self, accounts, *arguments, **more)
        if self.settlement.review:
            self.settlement.post(accounts.spendable, MovementKind.EARN, to_scaled(self.settlement.review.points))

    patch.setattr(TicketSettler, "sell", generous)


def know_no_ticket_again(patch: pytest.MonkeyPatch) -> None:
    by_key = TicketLoader.by_key

    def forgetful(self: Any, hot: Any, programme_id: int, natural_key: bytes, *keys: Any, **more: Any) -> Any:
        return [] if keys else by_key(self, hot, programme_id, natural_key, **more)

    patch.setattr(TicketLoader, "by_key", forgetful)


def expire_again_and_again(patch: pytest.MonkeyPatch) -> None:
    take = PointLots._take
    patch.setattr(PointLots, "_take", lambda self, line: None if line.kind is MovementKind.EXPIRY else take(self, line))


def end_a_tier_too_early(patch: pytest.MonkeyPatch) -> None:
    ends_at = TierLevel.ends_at

    def early(self: TierLevel, joined: Any) -> Any:
        end = ends_at(self, joined)
        return end and end.replace(hour=end.hour - 1 if end.hour else 0, minute=0)

    patch.setattr(TierLevel, "ends_at", early)


def forget_whose_ticket_it_is(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(TicketWriter, "give", nothing)


def reinstate_without_limit(patch: pytest.MonkeyPatch) -> None:
    def load_expired(_loader: Any, _hot: Any, books: Books, _loaded: Any) -> None:
        for account in books.accounts.values():
            account.reinstatable = 2**40

    patch.setattr(BooksLoader, "_load_expired", load_expired)


def roll_over_twice(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(TicketWriter, "roll_over", nothing)


def forget_what_came_back(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(TicketWriter, "keep_returned", nothing)


def take_from_what_can_be_spent_while_it_waits(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(EscrowLot, "take", lambda _lot, _points: 0)


def round_each_part_by_itself(patch: pytest.MonkeyPatch) -> None:
    def take_back(self: BookedLine, quantity: Any, unit: int) -> int:
        if quantity > self.left:
            raise InvalidInput
        self.returned_quantity += quantity
        points = int(self.points * quantity / self.quantity) // unit * unit
        self.returned_points += points
        return points

    patch.setattr(BookedLine, "take_back", take_back)


def forget_what_paid(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(TicketWriter, "add_withdrawals", nothing)


def forget_what_is_left_of_a_movement(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Books, "_reverse", nothing)


def give_points_before_anybody_looks(patch: pytest.MonkeyPatch) -> None:
    for module in (ticket_books, late_earning):
        patch.setattr(module, "earning_history", lambda *_: EarningHistory())


def forget_which_movements_paid_before(patch: pytest.MonkeyPatch) -> None:
    moved_by_till = TicketLoader.moved_by_till

    def forgetful(self: TicketLoader, *arguments: Any) -> TillMovements:
        return TillMovements(moved_by_till(self, *arguments).by_transaction)

    patch.setattr(TicketLoader, "moved_by_till", forgetful)


def spend_what_is_held(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Account, "available", property(lambda self: self.balance + self.credit_limit))


def let_points_come_back_unseen(patch: pytest.MonkeyPatch) -> None:
    def reverse(self: Books, original: Any, moved: int, *_: Any) -> None:
        original.left = original.left_to_reverse + moved
        self.changes.remainders[original.movement.id] = original.left

    patch.setattr(Books, "_reverse", reverse)


def explain_without_what_is_due(patch: pytest.MonkeyPatch) -> None:
    waited = PointLotsReader.waited

    def forgetful(self: Any, account_id: int, at: Any, after: int | None = None) -> list[PointLine]:
        return [] if after else waited(self, account_id, at)

    patch.setattr(PointLotsReader, "waited", forgetful)


def count_a_claim_from_the_purchase(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(BookedTicket, "counts_since", lambda _ticket, counted_since: counted_since is None)


def take_a_claims_returns_from_the_oldest(patch: pytest.MonkeyPatch) -> None:
    def enter(books: Books, settlement: Any, _account_id: int) -> None:
        for posting in settlement.postings:
            books.post(posting)

    patch.setattr(late_earning, "_enter", enter)


def take_a_return_from_the_oldest(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("domain.accounts.point_lots._OWN", set())


QUICK: list[Plant] = [
    take_a_return_from_what_has_expired,
    forget_what_paid_when_goods_come_back,
    know_no_ticket_again,
    end_a_tier_too_early,
    forget_whose_ticket_it_is,
    roll_over_twice,
    forget_what_came_back,
    take_from_what_can_be_spent_while_it_waits,
    round_each_part_by_itself,
]
"""Those that are caught within a few sequences."""
RARE: list[Plant] = [
    expire_what_was_spent,
    give_what_is_in_review,
    expire_again_and_again,
    reinstate_without_limit,
    forget_what_paid,
    forget_what_is_left_of_a_movement,
    give_points_before_anybody_looks,
    forget_which_movements_paid_before,
    spend_what_is_held,
    let_points_come_back_unseen,
    explain_without_what_is_due,
    count_a_claim_from_the_purchase,
    take_a_claims_returns_from_the_oldest,
    take_a_return_from_the_oldest,
]
"""Those that take longer, some of them hundreds of sequences."""
