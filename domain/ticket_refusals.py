"""The refusals of tickets that points pay for or that wait in review.

The tree is drawn in `domain/errors.py`.
"""

from domain.errors import Advice
from domain.refusals import Refusal


class WithdrawalNotCovered(Refusal):
    """A ticket was paid with more points than are available; nothing of it was booked."""

    code = "WithdrawalNotCovered"
    sentence_default = "The ticket was paid with more points than are available; nothing of it was booked."
    cashier = "There are not enough points. Take another payment."
    advice = Advice.FIX_MESSAGE


class WithdrawalNotFound(Refusal):
    """The balance update by which the till moved a ticket's points is not in the books; it may still arrive."""

    code = "WithdrawalNotFound"
    sentence_default = "The update that moved the points is not in the books yet; send it first, then the ticket again."
    cashier = "The payment with points was not found."
    advice = Advice.RETRY_SAME_ID


class TicketNotInReview(Refusal):
    """The ticket that is approved or rejected does not wait for that."""

    code = "TicketNotInReview"
    sentence_default = "The ticket is not in review: it never was, or it has been decided on."
    cashier = "This receipt needs no look."
    advice = Advice.NEVER
