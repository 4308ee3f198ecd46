"""The three operations over SOAP 1.1, and the bare Spyne with messages of the same members."""

from bench.data import Data
from bench.load.case import Case, contains

_SERVICES = "/axis2/services"
_CORE = "http://www.enactor.com/core"
_RETAIL = "http://www.enactor.com/retail"
_ENQUIRY = "<{0}accountType>customerLoyaltyAccount</{0}accountType><{0}accountId>{1}</{0}accountId>"
_UPDATE = (
    "<{0}transactionId>@ID@</{0}transactionId><{0}deviceId>pos1@0001.enactor</{0}deviceId>"
    "<{0}accountId>@ACCOUNT@</{0}accountId><{0}accountType>customerLoyaltyAccount</{0}accountType>"
    "<{0}updateAmount>1</{0}updateAmount><{0}status>COMPLETED</{0}status><{0}locationId>{1}</{0}locationId>"
)


def soap_cases(data: Data) -> list[Case]:
    """Enquiry, update and search on the gateway."""
    search = f"<retail:searchName>{data.searched_name}</retail:searchName>"
    return [
        Case(
            name="SOAP enquiry",
            method="POST",
            path=f"{_SERVICES}/AccountBalanceService",
            body=_enveloped("submitAccountBalanceEnquiry", "accountBalanceEnquiryRequest", _enquiry(data, "retail:")),
            headers=_headers(data),
            check=contains("accountBalanceEnquiryOutput", ">Success<", f">{data.enquired_account}<", ":balance>"),
            yardstick="Spyne hello, enquiry's size",
        ),
        Case(
            name="SOAP update",
            method="POST",
            path=f"{_SERVICES}/AccountBalanceService",
            body=_enveloped(
                "submitAccountBalanceUpdate",
                "accountBalanceUpdateRequest",
                f"<retail:accountBalanceUpdate>{_UPDATE.format('retail:', data.site)}</retail:accountBalanceUpdate>",
            ),
            headers=_headers(data),
            accounts=data.accounts,
            check=contains("accountBalanceUpdateOutput", ">Success<", ":replayed>false<"),
            yardstick="Spyne hello, update's size",
            moves=True,
        ),
        Case(
            name=f"SOAP name search, {len(data.found_numbers)} rows",
            method="POST",
            path=f"{_SERVICES}/CustomerService",
            body=_enveloped("submitCustomerNameSearch", "customerNameSearchRequest", search),
            headers=_headers(data),
            check=contains("pagedArrayList", *(f'CustomerKey">{number}<' for number in data.found_numbers)),
            yardstick="Spyne hello, search's size",
        ),
    ]


def spyne_hello_cases(data: Data) -> list[Case]:
    """The yardsticks: the same members in one namespace, as Spyne itself declares them."""
    sizes = {
        "enquiry": ("submitAccountBalanceEnquiry", _enquiry(data, "core:"), data.enquired_account),
        "update": ("submitAccountBalanceUpdate", _UPDATE.format("core:", data.site), "hello B"),
        "search": (
            "submitCustomerNameSearch",
            f"<core:searchName>{data.searched_name}</core:searchName>",
            data.searched_name,
        ),
    }
    return [
        Case(
            name=f"Spyne hello, {size}'s size",
            method="POST",
            path="/",
            body=_in_envelope(f"<core:{operation}><core:request>{members}</core:request></core:{operation}>"),
            headers=_headers(data),
            accounts=data.accounts if size == "update" else (),
            check=contains("Result>hello ", said),
        )
        for size, (operation, members, said) in sizes.items()
    ]


def _enquiry(data: Data, prefix: str) -> str:
    return _ENQUIRY.format(prefix, data.enquired_account)


def _enveloped(operation: str, request: str, members: str) -> str:
    return _in_envelope(
        f'<core:{operation}><retail:{request} xmlns:retail="{_RETAIL}">{members}</retail:{request}></core:{operation}>'
    )


def _in_envelope(content: str) -> str:
    return (
        f'<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:core="{_CORE}">'
        f"<soapenv:Body>{content}</soapenv:Body></soapenv:Envelope>"
    )


def _headers(data: Data) -> dict[str, str]:
    return {"Content-Type": "text/xml; charset=utf-8", "SOAPAction": '""', "Authorization": data.authorization}
