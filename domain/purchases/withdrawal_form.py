"""Points that a ticket was paid with, as they were sent, and how they become ones that can be booked."""

from collections.abc import Sequence
from decimal import Decimal

from domain.currencies import currency_places
from domain.errors import InvalidInput
from domain.programmes.programme import Programme
from domain.purchases.ticket import Withdrawal
from domain.text import optional_identifier

WITHDRAWALS_LIMIT = 100


def clean_withdrawals(sent: Sequence[Withdrawal], programme: Programme, *, is_sale: bool) -> tuple[Withdrawal, ...]:
    """The withdrawals after checking; what they pay in all is checked with the basket. Raises `InvalidInput`."""
    if sent and not is_sale:
        raise InvalidInput("Only a ticket with lines that are sold can be paid with points.", field="withdrawals")
    if len(sent) > WITHDRAWALS_LIMIT:
        raise InvalidInput(f"A ticket has at most {WITHDRAWALS_LIMIT} withdrawals.", field="withdrawals")
    cleaned = tuple(_cleaned(each, programme, f"withdrawals[{place}]") for place, each in enumerate(sent))
    named = [each.transaction_id for each in cleaned if each.transaction_id]
    if len(set(named)) < len(named):
        raise InvalidInput("Two withdrawals name one transaction; it is spent once.", field="withdrawals")
    return cleaned


def paid_with(withdrawals: Sequence[Withdrawal]) -> Decimal:
    """What these pay in all, in units of the currency."""
    return sum((each.amount for each in withdrawals), Decimal())


def _cleaned(sent: Withdrawal, programme: Programme, path: str) -> Withdrawal:
    if sent.points <= 0 or sent.points != round(sent.points, programme.rules.points_precision):
        raise InvalidInput(
            f"{path}.points is not above zero, or has more decimal places than the points.", field="withdrawals"
        )
    if sent.amount < 0 or sent.amount != round(sent.amount, currency_places(programme.currency)):
        raise InvalidInput(
            f"{path}.amount is below zero, or has more decimal places than the currency.", field="withdrawals"
        )
    return Withdrawal(sent.points, sent.amount, optional_identifier(sent.transaction_id, f"{path}.transactionId"))
