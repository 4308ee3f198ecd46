"""Which accounts take a ticket."""

from domain.accounts.account import Account, AccountStatus
from domain.purchases.ticket_books import MemberAccounts, TicketOrder
from domain.refusals import AccountBlocked, AccountClosed, NoAccount


def why_not(account: Account) -> str:
    """Why this account earns nothing now, for the receipt; empty where it may."""
    if account.status is AccountStatus.ACTIVE:
        return ""
    return f"The ticket belongs to nobody yet: the member's account is {account.status.value.lower()}."


def require_payer(order: TicketOrder, accounts: MemberAccounts | None) -> None:
    """Let only a member with an open account pay with points; raises `NoAccount`, `AccountBlocked` or `AccountClosed`."""
    if order.ticket.withdrawals:
        if accounts is None:
            raise NoAccount
        require_active(accounts.spendable)


def require_active(account: Account) -> None:
    """Let only an account that is open take a ticket; raises `AccountBlocked` or `AccountClosed`."""
    if account.status is AccountStatus.BLOCKED:
        raise AccountBlocked
    if account.status is AccountStatus.CLOSED:
        raise AccountClosed
