"""Reading how an account came to its balance, by way of its entries, whose primary key begins with the account."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from adapters.database.books_rows import movement_from
from adapters.database.point_lots_reader import NEWEST, PointLotsReader
from adapters.database.present_tiers import PresentTiers
from adapters.database.reading import Reader
from domain.accounts.account import AccountType, AmountForm, Unit
from domain.accounts.explain_balance import EntryLine, HoldLine, Standing
from domain.clock import from_microseconds, to_microseconds
from domain.pager import Listed, Window
from domain.programmes.programme import Programme
from domain.purchases.tier_history import TierChange

_ACCOUNT = """
SELECT a.id, c.number, a.currency, a.unit, a.precision, a.credit_limit, a.sequence
FROM account a LEFT JOIN customer c ON c.id = a.customer_id
WHERE a.programme_id = ? AND a.account_type = ? AND a.number = ?"""
_LAST = """
SELECT e.sequence, e.balance_after FROM entry e JOIN movement m ON m.id = e.movement_id
WHERE e.account_id = ? AND m.received_at <= ? ORDER BY e.sequence DESC LIMIT 1"""
_MOVEMENT = """
SELECT m.id, m.programme_id, m.account_id, m.kind, m.phase, m.moved, m.balance_after, m.held_after, m.available_after,
m.device, m.transaction_id, m.reference_id, m.received_at, m.occurred_at, m.original_id, m.credential_id, m.site,
m.operator, m.reason, k.name, """
_ENTRIES = (
    _MOVEMENT
    + """e.sequence, o.transaction_id
FROM entry e JOIN movement m ON m.id = e.movement_id LEFT JOIN movement o ON o.id = m.original_id
LEFT JOIN credential k ON k.id = m.credential_id
WHERE e.account_id = ? AND e.sequence <= ? ORDER BY e.sequence DESC LIMIT ?"""
)
_HOLDS = (
    _MOVEMENT
    + """h.amount, h.expires_at
FROM entry e JOIN movement m ON m.id = e.movement_id AND m.kind = 'hold' JOIN hold h ON h.movement_id = m.id
LEFT JOIN movement r ON r.id = h.resolved_by LEFT JOIN credential k ON k.id = m.credential_id
WHERE e.account_id = ? AND e.sequence <= ? AND h.expires_at > ? AND (r.id IS NULL OR r.received_at > ?)
ORDER BY e.sequence"""
)
_WIDTH = 19
_FOR_EVER = 2**62


class DatabaseBalanceHistory:
    """Implements the port `domain.accounts.explain_balance.BalanceHistory`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._lots = PointLotsReader(reader)
        self._tiers = PresentTiers(reader)

    def standing(
        self, programme: Programme, kind: AccountType, number: str, as_of: datetime, *, is_now: bool = False
    ) -> Standing | None:
        """See the port."""
        row = self._reader.row(_ACCOUNT, (programme.id, kind.value, number))
        if row is None:
            return None
        account_id, customer_number, currency, unit, precision, credit_limit, newest = row
        sequence, balance = self._reader.row(_LAST, (account_id, _entered_until(as_of, is_now=is_now))) or (0, 0)
        form = AmountForm(Unit(unit), precision, programme.rules.money_in_smallest_unit)
        told = Standing(account_id, customer_number or "", currency, form, credit_limit, sequence, balance)
        if kind is not AccountType.LOYALTY:
            return told
        waited = self._lots.waited(account_id, as_of, NEWEST if sequence == newest else sequence)
        balance += sum(line.amount for line in waited)
        next_expiry = None
        if programme.rules.points_expire_from is not None:
            lots = self._lots.entered(programme, account_id, as_of, up_to=sequence)
            lots.enter(waited)
            held = -sum(min(0, hold.amount) for hold in self.holds(told, as_of, is_now=is_now))
            balance -= lots.to_expire(as_of, held)
            next_expiry = lots.next_expiry(as_of)
        return replace(told, balance=balance, next_expiry=next_expiry)

    def holds(self, standing: Standing, as_of: datetime, *, is_now: bool = False) -> Sequence[HoldLine]:
        """See the port."""
        until = _entered_until(as_of, is_now=is_now)
        rows = self._reader.rows(_HOLDS, (standing.account_id, standing.sequence, to_microseconds(as_of), until))
        return [
            HoldLine(movement_from(row), row[_WIDTH + 1], from_microseconds(row[_WIDTH + 2]), row[_WIDTH] or "")
            for row in rows
        ]

    def tiers(self, programme: Programme, standing: Standing, as_of: datetime) -> Sequence[TierChange]:
        """See the port."""
        return self._tiers.history(programme, standing.account_id, as_of)

    def entries(self, standing: Standing, window: Window) -> Sequence[Listed[EntryLine]]:
        """See the port."""
        # Sequences have no gaps, so that a skip is a subtraction.
        first = int(window.after[0]) - 1 if window.after else standing.sequence - window.skip
        rows = self._reader.rows(_ENTRIES, (standing.account_id, first, window.limit))
        return [Listed(_line(row), (str(row[_WIDTH + 1]),)) for row in rows]


def _entered_until(as_of: datetime, *, is_now: bool) -> int:
    return _FOR_EVER if is_now else to_microseconds(as_of)


def _line(row: Sequence[Any]) -> EntryLine:
    credential, sequence, original = row[_WIDTH : _WIDTH + 3]
    return EntryLine(sequence, movement_from(row), original or "", credential or "")
