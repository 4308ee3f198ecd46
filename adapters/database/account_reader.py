"""Reading one account with its owner, card and figures, in one statement; one that was in a merge, in one or two more."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from adapters.database.account_rows import (
    ACCOUNT_COLUMNS,
    ID_AT,
    MERGED_ACCOUNTS_AT,
    MERGED_INTO_AT,
    AccountRows,
    at,
)
from adapters.database.reading import Reader
from domain.accounts.account_details import AccountDetails
from domain.accounts.enquire_balance import AccountKey
from domain.programmes.programme import Programme

_OWNER = (
    " FROM account a LEFT JOIN customer c ON c.id = a.customer_id LEFT JOIN customer_person p ON p.customer_id = c.id "
)
_NUMBERED = (
    ACCOUNT_COLUMNS  # noqa: S608 - fixed texts, no value enters them
    + _OWNER
    + "LEFT JOIN card d ON d.id = (SELECT MIN(e.id) FROM card e WHERE e.customer_id = a.customer_id) WHERE "
)
_BY_NUMBER = _NUMBERED + "a.programme_id = ? AND a.account_type = ? AND a.number = ?"
_CARD_OF = ACCOUNT_COLUMNS + _OWNER + "JOIN card d ON d.customer_id = a.customer_id WHERE d.programme_id = ? AND "
_REST = " AND a.programme_id = ? AND a.account_type = ? ORDER BY a.id"
_BY_CARD = _CARD_OF + "d.number = ?" + _REST
_BY_HASHED_CARD = _CARD_OF + "d.hashed_number = ?" + _REST
# The account that another was merged into, with the card that led to that one.
_NOW = _NUMBERED + "a.id = ?"
_NOW_OF_CARD = ACCOUNT_COLUMNS + _OWNER + "JOIN card d ON d.programme_id = ? AND {} = ? WHERE a.id = ?"
_FAMILY = "SELECT number FROM account WHERE merged_into_id = ?"


class DatabaseAccountReader:
    """Implements the port `domain.accounts.enquire_balance.AccountReader`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._accounts = AccountRows(reader)

    def read(self, programme: Programme, key: AccountKey, now: datetime) -> AccountDetails | None:
        """See the port."""
        moment, kind = at(now), key.type.value
        if key.card_number:
            rows = self._reader.rows(_BY_CARD, (*moment, programme.id, key.card_number, programme.id, kind))
        elif key.hashed_card_number:
            rows = self._reader.rows(
                _BY_HASHED_CARD, (*moment, programme.id, key.hashed_card_number, programme.id, kind)
            )
        else:
            rows = self._reader.rows(_BY_NUMBER, (*moment, programme.id, kind, key.number))
        for row in rows:
            answering, numbers = self._now(row, programme, key, now) if _was_in_merge(row) else (row, (row[1],))
            account = self._accounts.details(answering, programme, now)
            if _fits(account, key, numbers):
                return account
        return None

    def _now(
        self, row: Sequence[Any], programme: Programme, key: AccountKey, now: datetime
    ) -> tuple[Sequence[Any], Sequence[str]]:
        """The row that answers for this one, and all the numbers that lead there."""
        while account_id := row[MERGED_INTO_AT]:
            if key.card_number or key.hashed_card_number:
                column = "d.number" if key.card_number else "d.hashed_number"
                values = (programme.id, key.card_number or key.hashed_card_number, account_id)
                row = self._reader.rows(_NOW_OF_CARD.format(column), (*at(now), *values))[0]
            else:
                row = self._reader.row(_NOW, (*at(now), account_id))
        return row, [row[1], *(each[0] for each in self._reader.rows(_FAMILY, (row[ID_AT],)))]


def _was_in_merge(row: Sequence[Any]) -> bool:
    return bool(row[MERGED_INTO_AT] or row[MERGED_ACCOUNTS_AT])


def _fits(account: AccountDetails, key: AccountKey, numbers: Sequence[str]) -> bool:
    """Whether all that the enquiry names is true of this account, to which these numbers lead."""
    card = account.card
    return (
        (not key.number or key.number in numbers)
        and (not key.currency or key.currency == account.currency)
        and (not key.hashed_card_number or bool(card and card.hashed_number == key.hashed_card_number))
    )
