"""What every client does, described once, and what every client must have seen.

A client script reads a plan from standard input (address, version, authentication, steps), makes each step's call by
reading the contract, and prints a list with one result for each step, in the shape that its operation has here:

- a search: `keys`, `rows` (lists of texts), `names`, `totalRows`, `next`
- an enquiry or an update: `outcome`, `errorCode`, `balance`, `replayed`, `surname`
- a fault: `fault` with `code`, `errorCode`, `correlationId` and `messageText`, reached in the client's own way

Figures are texts, digit for digit as they came. "@next" in a request stands for the token of the last page seen;
`context` is the header block core:requestContext. Members are in the order of the contract.
"""

from typing import Any

LOYALTY = "customerLoyaltyAccount"
ARCHERS = 25
PAGE = 20
MARKUP = "Müller & Söhne <GmbH> \"李\" 'ß'"
POSTCODE = "M1 1AA"
LARGE_ACCOUNT = "999"
LARGE_BALANCE = "12345678901234.5678"
STEP = "0.0001"


def steps(run: str) -> list[dict[str, Any]]:
    """The steps of a run; `run` makes its transaction ids its own."""
    moved = _update(run, updateAmount=STEP)
    return [
        _search("page 1", "submitCustomerNameSearch", searchName="archer"),
        _search("page 2 by offset", "submitCustomerNameSearch", searchName="archer", pageInfo=_page(PAGE)),
        _search("page 2 by token", "submitCustomerNameSearch", searchName="archer", pageToken="@next"),
        _search("markup", "submitCustomerNameSearch", searchName=MARKUP.lower()),
        _search("postcode", "submitCustomerPostcodeSearch", searchPostcode=" m11aa "),
        _search("accounts", "submitLoyaltyAccountSearch", accountType=LOYALTY, accountId=LARGE_ACCOUNT),
        _enquiry("figures before", LARGE_ACCOUNT),
        _enquiry("no account", "nothing"),
        {"step": "update", **moved},
        {"step": "update again", **moved},
        {"step": "too much", **_update(f"{run}-much", updateAmount="-99999999999999.9999")},
        {"step": "key in the header", **_update("", updateAmount=STEP), "context": {"idempotencyKey": f"{run}-key"}},
        {"step": "same key", **_update("", updateAmount=STEP), "context": {"idempotencyKey": f"{run}-key"}},
        _enquiry("figures after", LARGE_ACCOUNT),
        {"step": "key reuse", **_update(run, updateAmount="0.0002")},
    ]


def _search(step: str, operation: str, **request: Any) -> dict[str, Any]:
    return {"step": step, "service": "CustomerService", "operation": operation, "request": request}


def _page(offset: int) -> dict[str, int]:
    return {"rowOffset": offset, "rowCount": PAGE}


def _enquiry(step: str, account: str) -> dict[str, Any]:
    request = {"accountType": LOYALTY, "accountId": account}
    operation = "submitAccountBalanceEnquiry"
    return {"step": step, "service": "AccountBalanceService", "operation": operation, "request": request}


def _update(transaction_id: str, **members: str) -> dict[str, Any]:
    update = {"accountId": LARGE_ACCOUNT, "accountType": LOYALTY, **members}
    if transaction_id:
        update = {"transactionId": transaction_id, "deviceId": "pos1@0001.enactor", **update}
    operation = "submitAccountBalanceUpdate"
    request = {"accountBalanceUpdate": update}
    return {"service": "AccountBalanceService", "operation": operation, "request": request}
