"""Reading one account with its owner, card and figures, in one statement."""

from datetime import datetime

from adapters.database.account_rows import ACCOUNT_COLUMNS, AccountRows, at
from adapters.database.reading import Reader
from domain.accounts.account_details import AccountDetails
from domain.accounts.enquire_balance import AccountKey
from domain.programmes.programme import Programme

_OWNER = (
    " FROM account a LEFT JOIN customer c ON c.id = a.customer_id LEFT JOIN customer_person p ON p.customer_id = c.id "
)
_BY_NUMBER = (
    ACCOUNT_COLUMNS  # noqa: S608 - fixed texts, no value enters them
    + _OWNER
    + "LEFT JOIN card d ON d.id = (SELECT MIN(e.id) FROM card e WHERE e.customer_id = a.customer_id) "
    + "WHERE a.programme_id = ? AND a.account_type = ? AND a.number = ?"
)
_CARD_OF = ACCOUNT_COLUMNS + _OWNER + "JOIN card d ON d.customer_id = a.customer_id WHERE d.programme_id = ? AND "
_REST = " AND a.programme_id = ? AND a.account_type = ? ORDER BY a.id"
_BY_CARD = _CARD_OF + "d.number = ?" + _REST
_BY_HASHED_CARD = _CARD_OF + "d.hashed_number = ?" + _REST


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
            account = self._accounts.details(row, programme, now)
            if _fits(account, key):
                return account
        return None


def _fits(account: AccountDetails, key: AccountKey) -> bool:
    """Whether all that the enquiry names is true of this account."""
    card = account.card
    return (
        (not key.number or key.number == account.number)
        and (not key.currency or key.currency == account.currency)
        and (not key.hashed_card_number or bool(card and card.hashed_number == key.hashed_card_number))
    )
