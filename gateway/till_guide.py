"""The page for those who program tills: what each answer means and what to do next, made from the error tree."""

from domain.error_tree import all_errors
from domain.errors import LoyaltyError
from domain.refusals import RecordedRefusal, Refusal
from rest.enactor.errors import status_of
from wsdl.faults import kind_of

_HEAD = """# Till guide

<!-- Made by `loyalty-gateway till-guide`; change the text in domain/errors.py and domain/refusals.py. -->

What a till can be answered, on both protocols, and what it does next. The codes are the same everywhere: `errorCode` in a
reply, a problem or a fault's detail.

## Two rules cover nearly all

1. **No answer, or one that says to send the same message again: send the same message again**, with the same
   `transactionId`, `deviceId` and `dateTimeUpdated`, over SOAP or REST. If the first one had arrived, you get its answer
   with `replayed` true. Nothing moves twice, however often you send and however long you were offline.
2. **Only outcome `Success` says that something moved.** Another outcome, or a fault or problem that is the caller's, has
   moved nothing. After a fault of the gateway's own, or no answer at all, rule 1 finds out.

A refusal on an existing account is the answer to that transaction id for ever, also after a top-up: to try again, begin
again with a new id. The reply always tells the balance, what is available and what is held.

## The answers

| Code | REST | SOAP | Did anything move? | What the till does next | What the cashier reads |
|---|---|---|---|---|---|
| `Success` | 200, outcome `Success` | outcome `Success` | Yes, once | Goes on. `replayed` says that it is the first answer again. | |
"""

_TAIL = """
## What a till sends

| To | Send |
|---|---|
| move in one step | `updateAmount` signed, `status` COMPLETED or none |
| hold | `status` PENDING, `updateAmount` below zero, `expiryTime` if 15 days (the programme's default) is not right |
| complete a hold | `status` COMPLETED with the hold's `transactionId`, or a new one and the hold's as `originalTransactionId`; less than was held releases the rest; no `updateAmount` takes all |
| let a hold go | `status` CANCELLED with the hold's `transactionId`, or naming it as original |
| take a sale back | `originalTransactionId`, and `updateAmount` of the opposite sign; none takes all that is left |

Every update needs `deviceId` and `transactionId`, or an `Idempotency-Key` (REST: the header; SOAP: `core:idempotencyKey` in
the `core:requestContext` header). `referenceId` tells updates of one transaction and account apart.
"""


def till_guide() -> str:
    """The whole page, in Markdown."""
    rows = "".join(f"{_row(error)}\n" for error in all_errors() if _is_answered(error))
    return _HEAD + rows + _TAIL


def _is_answered(error: type[LoyaltyError]) -> bool:
    """Whether tills meet this class itself, and not only those below it."""
    return error not in (Refusal, RecordedRefusal)


def _row(error: type[LoyaltyError]) -> str:
    rest, soap = _forms(error)
    moved = {True: "Yes", False: "No", None: "Not known; sending it again tells"}[error.moved]
    return f"| `{error.code}` {error.sentence_default} | {rest} | {soap} | {moved} | {error.advice.value} | {error.cashier} |"


def _forms(error: type[LoyaltyError]) -> tuple[str, str]:
    if issubclass(error, RecordedRefusal):
        return "200, outcome `Fail`", "outcome `Fail`"
    if issubclass(error, Refusal):
        return f"200, outcome `{error.code}`", f"outcome `{error.code}`"
    kind = kind_of(error).value
    code = f"{kind}.{error.code}"
    return f"{status_of(error).value}, problem", f"fault `{code}`"
