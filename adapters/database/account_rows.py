"""The columns that describe an account to a face, and how a row of them becomes `AccountDetails`.

The first value bound is the present moment in microseconds: holds that expire after it are counted as held.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from adapters.database.customer_rows import CUSTOMER_COLUMNS, CUSTOMER_WIDTH, customer_from
from domain.accounts.account import AccountStatus, AccountType, AmountForm, Unit
from domain.accounts.account_details import AccountDetails, CardDetails, messages_for
from domain.accounts.figures import Figures
from domain.clock import from_microseconds
from domain.programmes.programme import Programme

ACCOUNT_COLUMNS = f"""
SELECT a.account_type, a.number, a.description, a.status, a.currency, a.opened_at, a.balance, a.credit_limit, a.unit,
a.precision, a.scheme, a.scheme_description, a.tier, a.tier_description, a.is_tier_manual,
(SELECT SUM(-h.amount) FROM hold h
 WHERE h.account_id = a.id AND h.state = 'open' AND h.amount < 0 AND h.expires_at > ?),
{CUSTOMER_COLUMNS}, d.number, d.hashed_number, d.status"""  # noqa: S608 - fixed texts, no value enters them
_CARD_AT = 16 + CUSTOMER_WIDTH
# By value in a dictionary: to ask the enumeration takes several times as long.
_TYPES = {kind.value: kind for kind in AccountType}
_STATUSES = {status.value: status for status in AccountStatus}


def account_details_from(row: Sequence[Any], programme: Programme) -> AccountDetails:
    """The account of a row of `ACCOUNT_COLUMNS`."""
    status, held = _STATUSES[row[3]], int(row[15] or 0)
    form = _form(row[8], row[9], programme.rules.money_in_smallest_unit)
    customer = customer_from(row[16:_CARD_AT]) if row[16] else None
    card = row[_CARD_AT:]
    return AccountDetails(
        type=_TYPES[row[0]],
        number=row[1],
        description=row[2],
        status=status,
        currency=row[4],
        opened_at=from_microseconds(row[5]),
        figures=Figures(row[6], held, row[6] + row[7] - held, form, row[4]),
        customer_number=row[16] or "",
        scheme=row[10],
        scheme_description=row[11],
        tier=row[12],
        tier_description=row[13],
        is_tier_manual=bool(row[14]),
        customer=customer,
        card=CardDetails(*card) if card[0] else None,
        groups=customer.groups if customer else (),
        messages=messages_for(status),
    )


@lru_cache(maxsize=64)
def _form(unit: str, precision: int, money_in_smallest_unit: bool) -> AmountForm:  # noqa: FBT001 - a key of the cache
    """The one form of all accounts like this."""
    return AmountForm(Unit(unit), precision, money_in_smallest_unit)
