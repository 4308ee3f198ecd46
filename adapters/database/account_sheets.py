"""Between an account's columns and the `AccountSheet` that administrators see."""

from collections.abc import Sequence
from typing import Any

from domain.accounts.account import AccountType, Unit
from domain.accounts.account_sheet import TERMS, AccountOpening, AccountSheet, AccountTerms
from domain.clock import from_microseconds
from domain.status import Status

SHEET_COLUMNS = (
    "a.id, a.account_type, a.number, c.number, a.currency, a.unit, a.precision, a.status, a.opened_at, a.balance, "
    + ", ".join(f"a.{name}" for name in TERMS)
)
"""What `opening_from` wants, of `account a` and, joined from the left, `customer c`."""

# The sum keeps SQLite off the index by expiry; see present_sql.py.
OPEN_HOLDS = "(SELECT COUNT(*) FROM hold h WHERE h.account_id = a.id AND h.state = 'open' AND h.expires_at + 0 > ?)"
"""Takes the present moment in microseconds."""

_TYPES = {kind.value: kind for kind in AccountType}
_TERMS_AT = 10


def opening_from(row: Sequence[Any], began_with: int | None) -> AccountOpening:
    """The account in a row of `SHEET_COLUMNS`."""
    terms = dict(zip(TERMS, row[_TERMS_AT : _TERMS_AT + len(TERMS)], strict=True))
    terms["is_tier_manual"] = bool(terms["is_tier_manual"])
    return AccountOpening(
        type=_TYPES[row[1]],
        number=row[2],
        customer_number=row[3] or "",
        currency=row[4],
        unit=Unit(row[5]),
        precision=row[6],
        terms=AccountTerms(**terms),
        opening=began_with,
        status=Status(row[7]),
        opened_at=from_microseconds(row[8]),
    )


def sheet_from(row: Sequence[Any], began_with: int | None) -> AccountSheet:
    """The account in a row of `SHEET_COLUMNS`, `HELD` and `OPEN_HOLDS`."""
    held, open_holds = row[_TERMS_AT + len(TERMS) :]
    return AccountSheet(opening_from(row, began_with), balance=row[9], held=int(held or 0), open_holds=open_holds)
