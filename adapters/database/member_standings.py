"""What a ticket would be judged by, read without a lock: the member's account as it is now, and what others gave before."""

from adapters.database.earning_history import earning_history
from adapters.database.present_sheets import PRESENT_COLUMNS, PresentSheets, moments
from adapters.database.reading import Reader
from domain.accounts.account import Account, AccountStatus, AccountType
from domain.accounts.account_sheet import AccountSheet
from domain.purchases.preview_earning import MemberStanding, standing_of
from domain.purchases.ticket_books import TicketOrder

_MEMBER = (
    f"SELECT {PRESENT_COLUMNS} FROM account a LEFT JOIN customer c ON c.id = a.customer_id "  # noqa: S608 - fixed texts
    "WHERE a.programme_id = ? AND a.account_type = ? AND a.number = ?"
)


class DatabaseMemberStandings:
    """Implements the port `domain.purchases.preview_earning.MemberStandings`."""

    def __init__(self, reader: Reader) -> None:
        self._reader = reader
        self._sheets = PresentSheets(reader)

    def read(self, order: TicketOrder) -> MemberStanding | None:
        """See the port."""
        if order.member is None:
            return None
        named = (order.programme.id, AccountType.LOYALTY.value, order.member.account_number)
        row = self._reader.row(_MEMBER, (*moments(order.received_at), *named))
        if row is None:
            return None
        sheet = self._sheets.of(row, order.programme, order.received_at)
        spendable = _account(row[0], order.programme.id, sheet)
        return standing_of(spendable, earning_history(self._reader, order, row[0]))


def _account(account_id: int, programme_id: int, sheet: AccountSheet) -> Account:
    opening = sheet.opening
    return Account(
        id=account_id,
        programme_id=programme_id,
        type=opening.type,
        number=opening.number,
        customer_id=None,
        customer_number=opening.customer_number,
        currency=opening.currency,
        unit=opening.unit,
        precision=opening.precision,
        status=AccountStatus(opening.status),
        floor=opening.terms.floor,
        credit_limit=opening.terms.credit_limit,
        balance=sheet.balance,
        held=sheet.held,
    )
