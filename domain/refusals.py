"""The branch of the error tree in which the message is understood and the answer is no.

The tree is drawn in `domain/errors.py`.
"""

from domain.errors import Advice, LoyaltyError


class Refusal(LoyaltyError):
    """The message was understood and the answer is no."""

    code = "Refused"
    moved = False
    advice = Advice.NEVER


class UnknownAccountType(Refusal):
    """There is no such account type."""

    code = "UnknownAccountType"
    sentence_default = "There is no account type of this name."
    cashier = "This kind of account is not known."
    advice = Advice.FIX_MESSAGE


class NoAccount(Refusal):
    """No account fits the details given, or it is not the caller's to see."""

    code = "NoAccount"
    sentence_default = "There is no account for the details given."
    cashier = "No account was found. Check the card or the number."
    advice = Advice.RETRY_SAME_ID


class NoEarningRules(Refusal):
    """The programme had no earning rules at the time of the purchase."""

    code = "NoEarningRules"
    sentence_default = "The programme had no earning rules at the time of this purchase."
    cashier = "Purchases earn nothing in this loyalty programme yet."
    advice = Advice.RETRY_SAME_ID


class TicketNotFound(Refusal):
    """The ticket that is returned, cancelled or claimed is not in the books; it may still arrive."""

    code = "TicketNotFound"
    sentence_default = "The original ticket is not in the books yet; send it first, then this one again."
    cashier = "The original receipt was not found."
    advice = Advice.RETRY_SAME_ID


class TicketTaken(Refusal):
    """The ticket belongs to another member."""

    code = "TicketTaken"
    sentence_default = "The ticket belongs to another member already."
    cashier = "This receipt was used before."
    advice = Advice.NEVER


class SeveralCustomers(Refusal):
    """An identifier that should name one customer names more."""

    code = "SeveralCustomers"
    sentence_default = "More than one customer has this identifier; ask by the customer number."
    cashier = "More than one customer was found. Ask for the card."
    advice = Advice.FIX_MESSAGE


class IdentifierTaken(Refusal):
    """A number, an e-mail address or a telephone number that is to be given to a customer is another one's."""

    code = "IdentifierTaken"
    sentence_default = "Another customer has this number, e-mail address or telephone number; find that one by it."
    cashier = "This customer is there already."
    advice = Advice.FIX_MESSAGE


class RecordedRefusal(Refusal):
    """A refusal on an existing account: kept with the key, so that a retry gets the same answer for ever."""

    code = "Refused"
    advice = Advice.NEW_ID


class InsufficientFunds(RecordedRefusal):
    """The amount is more than is available."""

    code = "InsufficientFunds"
    sentence_default = "The amount is more than is available on the account."
    cashier = "There is not enough on the account."


class BalanceLimitExceeded(RecordedRefusal):
    """The balance would grow past what the ledger can hold."""

    code = "BalanceLimitExceeded"
    sentence_default = "The balance would grow beyond the limit of the account."
    cashier = "The account can't take this amount. Call support."


class AccountClosed(RecordedRefusal):
    """The account is closed."""

    code = "AccountClosed"
    sentence_default = "The account is closed."
    cashier = "This account is closed."
    advice = Advice.NEVER


class AccountBlocked(RecordedRefusal):
    """The account is blocked: what was begun may be finished or reversed, nothing new may start."""

    code = "AccountBlocked"
    sentence_default = "The account is blocked."
    cashier = "This account is blocked."


class UnitMismatch(RecordedRefusal):
    """The message names a currency that is not the account's."""

    code = "UnitMismatch"
    sentence_default = "The account is kept in another currency or unit."
    cashier = "This account is in another currency."


class OriginalNotFound(RecordedRefusal):
    """The transaction that is to be completed, cancelled or reversed is not known on this account."""

    code = "OriginalNotFound"
    sentence_default = "The original transaction is not known on this account."
    cashier = "The original sale was not found."


class OriginalAmbiguous(RecordedRefusal):
    """Several movements carry the original's transaction id; the reference id must say which is meant."""

    code = "OriginalAmbiguous"
    sentence_default = "Several movements have this transaction id; send the reference id of the one that is meant."
    cashier = "The original sale is not clear. Call support."


class HoldAlreadyResolved(RecordedRefusal):
    """The hold was completed or cancelled before."""

    code = "HoldAlreadyResolved"
    sentence_default = "The hold was already completed or cancelled."
    cashier = "This was already finished."
    advice = Advice.NEVER


class HoldExpired(RecordedRefusal):
    """The hold lapsed before it was completed; what it reserved is available again."""

    code = "HoldExpired"
    sentence_default = "The hold has expired; what it reserved is available again."
    cashier = "The reservation has run out. Start the loyalty step again."


class AmountExceedsHold(RecordedRefusal):
    """A completion of more than was held, or of the opposite sign."""

    code = "AmountExceedsHold"
    sentence_default = "The amount is more than was held."
    cashier = "The amount is more than was reserved."


class AmountExceedsOriginal(RecordedRefusal):
    """A reversal of more than is left of the original."""

    code = "AmountExceedsOriginal"
    sentence_default = "The amount is more than is left to reverse of the original."
    cashier = "More than the original sale can't be given back."


class AmountExceedsExpired(RecordedRefusal):
    """A reinstatement of more than has expired and was not given back yet."""

    code = "AmountExceedsExpired"
    sentence_default = "The amount is more than has expired on the account and was not given back yet."
    cashier = "So many points have not expired. Call support."


class ReversalSignInvalid(RecordedRefusal):
    """A reversal whose amount has the original's own sign."""

    code = "ReversalSignInvalid"
    sentence_default = "A reversal's amount has the opposite sign of the original's."
    cashier = "This can't be taken back like this. Call support."
