"""Finding accounts by owner, card or number: one SELECT for a page, one for its total."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from adapters.database.account_rows import ACCOUNT_COLUMNS, AccountRows, at
from adapters.database.reading import Reader
from adapters.database.sub_balances import NO_SUB_BALANCE
from domain.accounts.account_details import AccountDetails
from domain.accounts.account_directory import AccountCriteria
from domain.pager import Listed, Window
from domain.programmes.programme import Programme

_OWNER = " LEFT JOIN customer c ON c.id = a.customer_id LEFT JOIN customer_person p ON p.customer_id = c.id"
_FIRST_CARD = " LEFT JOIN card d ON d.id = (SELECT MIN(e.id) FROM card e WHERE e.customer_id = a.customer_id)"
_CARD = " JOIN card d ON d.customer_id = a.customer_id"
# Whoever asks by a card or number alone is answered by the account that has the balance now.
_NUMBER_NOW = (
    "a.id IN (SELECT COALESCE(f.merged_into_id, f.id) FROM account f WHERE f.programme_id = ? AND f.number = ?)"
)
# Several of the card's accounts may have been merged into one, which is listed once. The sum keeps PostgreSQL from
# walking all accounts by id until one is the customer's.
_CARD_NOW = (
    " JOIN account f ON a.id = COALESCE(f.merged_into_id, f.id) JOIN card d ON d.customer_id = f.customer_id "
    "AND f.id = (SELECT MIN(g.id + 0) FROM account g "
    "WHERE g.customer_id = d.customer_id AND COALESCE(g.merged_into_id, g.id) = a.id)"
)
# The concatenation keeps SQLite from reading a whole programme in the order of an index.
_ORDER = " ORDER BY a.number, a.account_type || '' LIMIT ?"


class DatabaseAccountDirectory:
    """Implements the port `domain.accounts.account_directory.AccountDirectory`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._accounts = AccountRows(reader)

    def list_accounts(
        self, programme: Programme, criteria: AccountCriteria, now: datetime, window: Window
    ) -> Sequence[Listed[AccountDetails]]:
        """See the port."""
        condition, values = _condition(programme.id, criteria)
        card = _card(criteria) or _FIRST_CARD
        statement = f"{ACCOUNT_COLUMNS} FROM account a{_OWNER}{card} WHERE {condition}"
        if window.after:
            statement += f" AND (a.number, a.account_type) > (?, ?){_ORDER}"
            values += [*window.after, window.limit]
        else:
            statement += f"{_ORDER} OFFSET ?"
            values += [window.limit, window.skip]
        rows = self._reader.rows(statement, [*at(now), *values])
        accounts = (self._accounts.details(row, programme, now) for row in rows)
        return [Listed(account, (account.number, account.type.value)) for account in accounts]

    def count_accounts(self, programme: Programme, criteria: AccountCriteria, cap: int) -> int:
        """See the port."""
        condition, values = _condition(programme.id, criteria)
        card = _card(criteria)
        found = f" FROM account a{card} WHERE {condition} LIMIT ?"
        counted = f"SELECT COUNT(*) FROM (SELECT 1{found}) AS found"  # noqa: S608 - fixed texts only
        return int(self._reader.row(counted, [*values, cap])[0])


def _card(criteria: AccountCriteria) -> str:
    """How the card that is named is joined; empty where none is."""
    if not (criteria.card_number or criteria.hashed_card_number):
        return ""
    return _CARD if criteria.customer_number else _CARD_NOW


def _condition(programme_id: int, criteria: AccountCriteria) -> tuple[str, list[Any]]:
    """The conditions, of fixed texts, and the values that they are bound to."""
    # The sum keeps planners off the indexes that begin with the programme: an owner or a card narrows far better.
    parts: list[tuple[str, tuple[Any, ...]]] = [("a.programme_id + 0 = ?", (programme_id,))]
    if criteria.number:
        number = "a.programme_id = ? AND a.number = ?" if criteria.customer_number else _NUMBER_NOW
        parts = [(number, (programme_id, criteria.number))]
    if criteria.customer_number:
        owner = "a.customer_id = (SELECT o.id FROM customer o WHERE o.programme_id = ? AND o.number = ?)"
        parts.append((owner, (programme_id, criteria.customer_number)))
    if criteria.card_number:
        parts.append(("d.programme_id = ? AND d.number = ?", (programme_id, criteria.card_number)))
    if criteria.hashed_card_number:
        parts.append(("d.programme_id = ? AND d.hashed_number = ?", (programme_id, criteria.hashed_card_number)))
    parts.append((NO_SUB_BALANCE, ()))
    if criteria.type:
        parts.append(("a.account_type = ?", (criteria.type.value,)))
    if criteria.currency:
        parts.append(("a.currency = ?", (criteria.currency,)))
    if criteria.site:
        parts.append(("a.site = ?", (criteria.site,)))
    return " AND ".join(text for text, _ in parts), [value for _, values in parts for value in values]
