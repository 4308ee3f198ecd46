"""Reading a customer with all balances and the tier, in one statement that begins at one index entry."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from adapters.database.customer_rows import CUSTOMER_COLUMNS, CUSTOMER_WIDTH, customer_from
from adapters.database.point_lots_reader import PlaceInTime, PointLotsReader
from adapters.database.present_sql import DUE, HELD
from adapters.database.present_tiers import PresentTiers
from adapters.database.reading import Reader
from domain.accounts.account import AccountType
from domain.amounts import from_scaled
from domain.clock import from_microseconds, to_microseconds
from domain.customers.identifier_keys import IdentifierKind, customer_uuid
from domain.engagement.member_profile import MemberProfile, PointAccount, PointBalances
from domain.programmes.programme import Programme
from domain.status import Status

_BETWEEN = "\n"
"""Stands between card numbers: no identifier has it."""

_CARDS = "(SELECT string_agg(d.number, ?) FROM card d WHERE d.customer_id = c.id AND d.status = ?)"
_CREDITED = "(SELECT COALESCE(SUM(e.amount), 0) FROM entry e WHERE e.account_id = {0}.id AND e.amount > 0)"
_SELECT = (
    f"SELECT {CUSTOMER_COLUMNS}, c.id, c.created_at, {_CARDS}, {DUE}, "  # noqa: S608
    "CASE WHEN t.due_at <= ? THEN 1 END, a.tier, CASE WHEN t.changes > 0 THEN t.joined_at END, t.resets_at, "
    f"a.sequence, a.points_expire_from, {HELD}, "
    f"a.id, a.balance, {_CREDITED.format('a')}, b.id, b.balance, "
    f"q.id, q.balance, {_CREDITED.format('q')}, w.id, w.balance FROM "
)
# The sum keeps PostgreSQL from walking all accounts by id until one is the customer's.
_SUB_BALANCE = (
    "LEFT JOIN account {0} ON {0}.programme_id = a.programme_id AND {0}.account_type = ? AND {0}.number = a.number "
)
_ACCOUNTS = (
    " LEFT JOIN customer_person p ON p.customer_id = c.id LEFT JOIN account a ON a.id = "  # noqa: S608 - fixed texts
    "(SELECT COALESCE(x.merged_into_id, x.id) FROM account x WHERE x.customer_id = c.id AND x.account_type = ? "
    "ORDER BY x.id + 0 LIMIT 1) "
    + "".join(map(_SUB_BALANCE.format, ("b", "q", "w")))
    + "LEFT JOIN tier_standing t ON t.account_id = a.id "
)
_OPEN = " AND c.status <> ? ORDER BY {} LIMIT 2"
_BY_KEY = (
    _SELECT
    + "customer_identifier k JOIN customer c ON c.id = k.customer_id"
    + _ACCOUNTS
    + "WHERE k.programme_id = ? AND k.kind = ? AND k.identifier = ?"
    # By the key's own column: SQLite would sort all who share the key, profiles and all, to find the first two.
    + _OPEN.format("k.customer_id")
)
_BY_CARD = (
    _SELECT
    + "card o JOIN customer c ON c.id = o.customer_id"
    + _ACCOUNTS
    + "WHERE o.programme_id = ? AND o.number = ? AND o.status = ?"
    + _OPEN.format("c.id")
)
_BY_NUMBER = _SELECT + "customer c" + _ACCOUNTS + "WHERE c.programme_id = ? AND c.number = ?" + _OPEN.format("c.id")
_DUE_AT, _ACCOUNT_AT = CUSTOMER_WIDTH + 3, CUSTOMER_WIDTH + 11
_CARD_VALUES = (_BETWEEN, Status.ACTIVE.value)
_ACCOUNT_VALUES = (
    AccountType.LOYALTY.value,
    AccountType.SPENDABLE_ESCROW.value,
    AccountType.TIER_QUALIFYING.value,
    AccountType.TIER_QUALIFYING_ESCROW.value,
)


class DatabaseProfileDirectory:
    """Implements the port `domain.engagement.profile_directory.ProfileDirectory`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._tiers = PresentTiers(reader)
        self._lots = PointLotsReader(reader)

    def find(self, programme: Programme, kind: IdentifierKind, key: str, now: datetime) -> Sequence[MemberProfile]:
        """See the port."""
        statement, named = _question(kind, key)
        moment = to_microseconds(now)
        shown = (*_CARD_VALUES, moment, moment, moment, *_ACCOUNT_VALUES)
        rows = self._reader.rows(statement, (*shown, programme.id, *named, Status.CLOSED.value))
        return [self._profile(row, programme, now) for row in rows]

    def _profile(self, row: Sequence[Any], programme: Programme, now: datetime) -> MemberProfile:
        profile, account_id = _profile(row, self._expired(row, programme, now)), row[_ACCOUNT_AT]
        due, ended = row[_DUE_AT : _DUE_AT + 2]
        if due is None and ended is None:
            return profile
        state = self._tiers.of(programme, account_id, now)
        counted = replace(profile.points.tier_qualifying, balance=state.points)
        return replace(
            profile,
            points=replace(profile.points, tier_qualifying=counted),
            tier=state.tier,
            tier_joined_at=state.joined_at,
            tier_resets_at=state.resets_at,
        )

    def _expired(self, row: Sequence[Any], programme: Programme, now: datetime) -> int:
        """What of the loyalty account has expired, whether or not anybody has entered that."""
        sequence, expire_from, held, account_id = row[_ACCOUNT_AT - 3 : _ACCOUNT_AT + 1]
        if account_id is None:
            return 0
        place = PlaceInTime(account_id, sequence, expire_from, AccountType.LOYALTY.value)
        return self._lots.expired(programme, place, int(held or 0), now)


def _question(kind: IdentifierKind, key: str) -> tuple[str, tuple[str, ...]]:
    """The statement for this kind of key, and the values that name the customer in it."""
    if kind is IdentifierKind.NUMBER:
        return _BY_NUMBER, (key,)
    if kind is IdentifierKind.CARD:
        return _BY_CARD, (key, Status.ACTIVE.value)
    return _BY_KEY, (kind.value, key)


def _profile(row: Sequence[Any], expired: int) -> MemberProfile:
    customer_id, created_at, cards, due, _, tier, joined_at, resets_at, _, _, _, *figures = row[CUSTOMER_WIDTH:]
    return MemberProfile(
        id=customer_uuid(customer_id),
        customer=customer_from(row[:CUSTOMER_WIDTH]),
        joined_at=from_microseconds(created_at),
        cards=tuple(sorted(cards.split(_BETWEEN))) if cards else (),
        points=_points(int(due or 0), expired, figures),
        tier=tier or "",
        tier_joined_at=from_microseconds(joined_at) if joined_at is not None else None,
        tier_resets_at=from_microseconds(resets_at) if resets_at is not None else None,
    )


def _points(due: int, expired: int, figures: Sequence[Any]) -> PointBalances:
    """The balances, with what is due where it belongs by now, whether or not anything has moved it there yet."""
    spendable_id, spendable, spendable_credited, escrow_id, escrow = figures[:5]
    qualifying_id, qualifying, qualifying_credited, qualifying_escrow_id, qualifying_escrow = figures[5:]
    return PointBalances(
        _account(spendable_id, spendable, due, spendable_credited, expired),
        _account(escrow_id, escrow, -due, escrow),
        _account(qualifying_id, qualifying, due, qualifying_credited),
        _account(qualifying_escrow_id, qualifying_escrow, -due, qualifying_escrow),
    )


def _account(account_id: int | None, balance: int | None, due: int, lifetime: Any, expired: int = 0) -> PointAccount:
    if account_id is None:
        return PointAccount()
    left = (balance or 0) + due - expired
    return PointAccount(account_id, from_scaled(left), from_scaled(int(lifetime or 0) + due))
