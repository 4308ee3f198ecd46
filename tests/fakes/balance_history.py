"""The past of accounts, out of the fake ledger's books."""

from collections.abc import Sequence
from datetime import datetime

from domain.accounts.account import AccountType, AmountForm
from domain.accounts.coming_expiry import ComingExpiry
from domain.accounts.explain_balance import EntryLine, HoldLine, Standing
from domain.accounts.ledger_records import Movement
from domain.pager import Listed, Window
from domain.programmes.programme import Programme
from domain.purchases.tier_history import TierChange
from tests.fakes.ledger import FakeLedger
from tests.fakes.windows import through


class FakeBalanceHistory:
    """A `BalanceHistory` over a `FakeLedger`; no credential has a name here, and tiers change as a test says."""

    def __init__(self, ledger: FakeLedger) -> None:
        self._ledger = ledger
        self.changes: dict[tuple[int, int], list[TierChange]] = {}
        self.next_expiry: ComingExpiry | None = None

    def standing(
        self, programme: Programme, kind: AccountType, number: str, as_of: datetime, *, is_now: bool = False
    ) -> Standing | None:
        """See the port."""
        for account in self._ledger.books.accounts.values():
            if (account.programme_id, account.type, account.number) == (programme.id, kind, number):
                before = [move for move in self._movements(account.id) if is_now or move.received_at <= as_of]
                balance = before[-1].balance_after if before else 0
                form = AmountForm(account.unit, account.precision, programme.rules.money_in_smallest_unit)
                owner = account.customer_number or ""
                figures = (account.credit_limit, len(before), balance, self.next_expiry)
                return Standing(account.id, owner, account.currency, form, *figures)
        return None

    def holds(self, standing: Standing, as_of: datetime, *, is_now: bool = False) -> Sequence[HoldLine]:
        """See the port."""
        changes = self._ledger.books.changes
        moves = {move.id: move for move in changes.movements}
        ended = {hold.movement_id: moves[by].received_at for hold, by in changes.holds_resolved}
        return [
            HoldLine(moves[hold.movement_id], hold.amount, hold.expires_at, "")
            for hold in changes.holds_placed
            if hold.account_id == standing.account_id
            and as_of < hold.expires_at
            and (is_now or moves[hold.movement_id].received_at <= as_of)
            and (ended[hold.movement_id] > as_of and not is_now if hold.movement_id in ended else True)
        ]

    def tiers(self, programme: Programme, standing: Standing, as_of: datetime) -> Sequence[TierChange]:
        """See the port."""
        return [each for each in self.changes.get((programme.id, standing.account_id), ()) if each.joined_at <= as_of]

    def entries(self, standing: Standing, window: Window) -> Sequence[Listed[EntryLine]]:
        """See the port."""
        moves = self._movements(standing.account_id)[: standing.sequence]
        names = {move.id: move.transaction_id for move in self._ledger.books.changes.movements}
        lines = [
            EntryLine(place + 1, move, names.get(move.original_id or 0, ""), "") for place, move in enumerate(moves)
        ]
        # The key as text in the order of the list: the latest has the lowest.
        return through(window, (Listed(line, (f"{10**9 - line.sequence:010}",)) for line in lines[::-1]))

    def _movements(self, account_id: int) -> list[Movement]:
        return [move for move in self._ledger.books.changes.movements if move.account_id == account_id]
