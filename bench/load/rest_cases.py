"""The three operations over REST, and the bare Flask with requests of the same size."""

from bench.data import Data
from bench.load.case import Case, contains

_BASE = "/WebRestApi/rest"
_UPDATE = (
    '{"@type":"accountBalanceUpdate","transactionId":"@ID@","deviceId":{"@type":"deviceKey","id":"pos1@0001.enactor"},'
    '"accountId":"@ACCOUNT@","accountType":"customerLoyaltyAccount","updateAmount":1,"status":"COMPLETED",'
    '"locationId":"%s"}'
)
_GET = "Flask hello, GET"
_POST = "Flask hello, POST"


def rest_cases(data: Data) -> list[Case]:
    """Enquiry, update and search on the gateway."""
    return [
        Case(
            name="REST enquiry",
            method="GET",
            path=f"{_BASE}/accounts/customerLoyaltyAccount/{data.enquired_account}",
            headers={"Authorization": data.authorization},
            check=contains("accountBalanceEnquiryResponse", '"Success"', f'"{data.enquired_account}"', '"balance"'),
            yardstick=_GET,
        ),
        Case(
            name="REST update",
            method="POST",
            path=f"{_BASE}/accountBalances/update",
            body=_UPDATE % data.site,
            headers={"Authorization": data.authorization, "Content-Type": "application/json"},
            accounts=data.accounts,
            check=contains("accountBalanceUpdateResponse", '"Success"', '"balance"', '"replayed":false'),
            yardstick=_POST,
            moves=True,
        ),
        Case(
            name=f"REST name search, {len(data.found_numbers)} rows",
            method="GET",
            path=f"{_BASE}/customers/search?searchName={data.searched_name}",
            headers={"Authorization": data.authorization},
            check=contains("customerSearchResponse", *(f'"{number}"' for number in data.found_numbers)),
            yardstick=_GET,
        ),
    ]


def flask_hello_cases(data: Data) -> list[Case]:
    """The yardsticks."""
    return [
        Case(
            name=_GET,
            method="GET",
            path=f"/hello/customerLoyaltyAccount/{data.enquired_account}",
            headers={"Authorization": data.authorization},
            check=contains("hello", data.enquired_account),
        ),
        Case(
            name=_POST,
            method="POST",
            path="/hello",
            body=_UPDATE % data.site,
            headers={"Authorization": data.authorization, "Content-Type": "application/json"},
            accounts=data.accounts,
            check=contains("hello"),
        ),
    ]
