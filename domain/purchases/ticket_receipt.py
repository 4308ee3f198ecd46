"""The answer to a ticket, made from what it moved."""

from typing import Any

from domain.amounts import from_scaled
from domain.purchases.member_directory import Member
from domain.purchases.settlement import Settlement
from domain.purchases.ticket_books import MemberAccounts, Reason, TicketOrder, TicketReceipt, TicketStatus


def receipt_of(
    order: TicketOrder, settlement: Settlement, accounts: MemberAccounts | None, *, is_approved: bool = False
) -> TicketReceipt:
    """The receipt, with the balances as they stand after the postings; `ticket_id` is still 0."""
    return TicketReceipt(
        ticket_id=0,
        kind=order.ticket.kind,
        earned=settlement.earning.points,
        taken_back=from_scaled(settlement.taken_back),
        withdrawn=from_scaled(settlement.withdrawn),
        given_back=from_scaled(settlement.given_back),
        reasons=tuple(Reason(step.rule, step.points, step.explanation) for step in settlement.earning.steps),
        remarks=(*order.remarks, *settlement.remarks),
        customer_number=_owner(order.member, accounts) if order.member and accounts else "",
        rules_version=order.rules.version if order.rules and accounts else None,
        spendable_from=settlement.due_at,
        status=_status(settlement, is_approved=is_approved),
        **_balances(accounts),
    )


def _owner(member: Member, accounts: MemberAccounts) -> str:
    """Whose it is, also where the account was merged between finding the member and locking it: a resend is told the same."""
    if accounts.spendable.number == member.account_number:
        return member.customer_number
    return accounts.spendable.customer_number or ""


def _status(settlement: Settlement, *, is_approved: bool) -> TicketStatus:
    if is_approved:
        return TicketStatus.APPROVED
    return TicketStatus.REVIEW if settlement.review else TicketStatus.BOOKED


def _balances(accounts: MemberAccounts | None) -> dict[str, Any]:
    if accounts is None:
        return {}
    return {
        name: from_scaled(getattr(accounts, name).balance)
        for name in ("spendable", "spendable_escrow", "tier_qualifying", "tier_qualifying_escrow")
    }
