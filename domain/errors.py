"""Everything that can go wrong, as one tree with stable codes.

    LoyaltyError
     |- InvalidInput            the message can't be understood; nothing is recorded
     |   |- TimeInFuture        dateTimeUpdated lies over 24 hours ahead
     |   `- KeyMissing          an update that names neither device and transaction nor a key
     |- Unauthenticated         no credentials, or wrong ones
     |- NotAllowed              known caller, outside its operations, sites or customer
     |- TooLarge                the message is bigger than the limits allow
     |- KeyReuse                the key is known, the content is another
     |   |- IdempotencyMismatch     same key, another amount, account, phase or original
     |   `- TransactionIdReused     same key and content, days apart: the till's counter restarted
     |- StoreUnavailable        the database can't be reached or is busy; a retry is safe
     |- SenderTooSlow           the message did not arrive in time
     |- TooManySlowSenders      no room to wait for another message; nothing of it was read
     `- Refusal                 understood, and the answer is no (outcomes Fail, NoAccount, UnknownAccountType)
         |- UnknownAccountType  no such account type here
         |- NoAccount           no account for the details given
         |- NoEarningRules      the programme had no earning rules at the time of the purchase
         |- TicketNotFound, TicketTaken     the ticket is not there, or belongs to another member
         |- WithdrawalNotCovered, WithdrawalNotFound     points that paid for a ticket are not there
         |- TicketNotInReview   the ticket is not in review, or not any more
         |- SeveralCustomers    an identifier names more than one customer
         |- IdentifierTaken     an identifier that is to be given belongs to another customer
         `- RecordedRefusal     the account exists; the refusal stays the answer for its key
             |- InsufficientFunds, BalanceLimitExceeded, AccountClosed, AccountBlocked, UnitMismatch
             |- OriginalNotFound, OriginalAmbiguous
             `- HoldAlreadyResolved, HoldExpired, AmountExceedsHold, AmountExceedsOriginal, ReversalSignInvalid,
                AmountExceedsExpired

The refusals are in `domain/refusals.py` and `domain/ticket_refusals.py`. Each class says its `code` (what programs read), `sentence` (what people read), whether anything `moved` (False, or
None where nobody can know: a commit whose answer was lost), what the till does next (`advice`) and what the cashier reads (`cashier`). Faces map the classes to
their own wire in one table each; `docs/till-guide.md` is generated from this tree.
"""

from enum import Enum
from typing import ClassVar


class Advice(Enum):
    """What a till does after an error."""

    RETRY_SAME_ID = "Send the same message again, with the same transaction id."
    NEW_ID = "Start again with a new transaction id."
    NEVER = "Do not send it again: the answer will not change."
    FIX_MESSAGE = "Do not send it again as it is: correct the message or the settings first."


class LoyaltyError(Exception):
    """Root of the tree.

    `sentence` is this occurrence's text for people and never holds a secret, SQL or a library's own words;
    `field` names the wire-independent field that is at fault, where there is one.
    """

    code: ClassVar[str] = "InternalError"
    sentence_default: ClassVar[str] = "The gateway could not do this because of a fault of its own."
    cashier: ClassVar[str] = "The loyalty system has a problem. Please try again."
    advice: ClassVar[Advice] = Advice.RETRY_SAME_ID
    moved: ClassVar[bool | None] = None

    def __init__(self, sentence: str = "", *, field: str = "") -> None:
        self.sentence = sentence or self.sentence_default
        self.field = field
        super().__init__(self.sentence)


class InvalidInput(LoyaltyError):
    """The message can't be understood; nothing is recorded."""

    code = "InvalidInput"
    moved = False
    sentence_default = "A value in the message is missing or not in the form that is asked for."
    cashier = "The till sent something the loyalty system does not understand. Call support."
    advice = Advice.FIX_MESSAGE


class TimeInFuture(InvalidInput):
    """The till's time of the update lies more than 24 hours ahead of the gateway's clock."""

    code = "TimeInFuture"
    sentence_default = "dateTimeUpdated lies more than 24 hours ahead; set the till's clock."
    cashier = "The till's clock is wrong. Call support."


class KeyMissing(InvalidInput):
    """An update that nothing could recognise when it is sent again."""

    code = "KeyMissing"
    sentence_default = (
        "Send deviceId and transactionId, or an Idempotency-Key: without them a retry could move points twice."
    )


class Unauthenticated(LoyaltyError):
    """No credentials were sent, or they are not valid."""

    code = "Unauthenticated"
    moved = False
    sentence_default = "The credentials are missing or not valid."
    cashier = "This till may not use the loyalty system. Call support."
    advice = Advice.FIX_MESSAGE


class NotAllowed(LoyaltyError):
    """The caller is known, but may not do this here or for this customer."""

    code = "NotAllowed"
    moved = False
    sentence_default = "These credentials may not do this."
    cashier = "This till may not do this. Call support."
    advice = Advice.FIX_MESSAGE


class TooLarge(LoyaltyError):
    """The message is larger than the gateway accepts."""

    code = "TooLarge"
    moved = False
    sentence_default = "The message is larger than the gateway accepts."
    cashier = "The till sent something the loyalty system does not understand. Call support."
    advice = Advice.FIX_MESSAGE


class KeyReuse(LoyaltyError):
    """The key of this update is known, and it belongs to something else."""

    code = "KeyReuse"
    moved = False
    sentence_default = "This transaction id or key was used before for something else."
    cashier = "This sale's number was used before. Start the loyalty step again."
    advice = Advice.NEW_ID


class IdempotencyMismatch(KeyReuse):
    """Same key, other content; `field` names what differs."""

    code = "IdempotencyMismatch"
    sentence_default = "This transaction id or key was used before with other content."


class TransactionIdReused(KeyReuse):
    """Same key and content, but its time is over a day (programme setting) from the first: not a resend."""

    code = "TransactionIdReused"
    sentence_default = "This transaction id was used before at another time; the till's counter has probably restarted."


class StoreUnavailable(LoyaltyError):
    """The database can't be reached, is busy or is full; a retry is safe, whatever became of the first try."""

    code = "StoreUnavailable"
    sentence_default = (
        "The gateway's store is not available now. Send the same message again: it moves once at the most."
    )
    cashier = "The loyalty system is busy. Please try again."


class SenderTooSlow(LoyaltyError):
    """The message took longer to arrive than the gateway waits."""

    code = "SenderTooSlow"
    moved = False
    sentence_default = "The message took too long to arrive; send the same message again."
    cashier = "The connection to the loyalty system is slow. Please try again."


class TooManySlowSenders(LoyaltyError):
    """So many messages are on their way slowly that there is no room to wait for another."""

    code = "TooManySlowSenders"
    moved = False
    sentence_default = "Too many senders are slow just now; send the same message again in a moment."
    cashier = "The loyalty system is busy. Please try again."
