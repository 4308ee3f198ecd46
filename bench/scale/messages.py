"""What is posted: SOAP 1.1 messages, and the update over REST."""

import json
from collections.abc import Mapping

POSTED = "text/xml; charset=utf-8"
_CORE, _RETAIL = "http://www.enactor.com/core", "http://www.enactor.com/retail"
_TYPE, _DEVICE = "customerLoyaltyAccount", "pos1@0001.enactor"


def search_message(
    operation: str, request: str, asked: Mapping[str, str], page: Mapping[str, str] | None = None
) -> str:
    """A search for what is asked; `page` has rowOffset or pageToken."""
    page = page or {}
    members = _members("retail", asked)
    if "rowOffset" in page:
        members += f"<core:pageInfo>{_members('core', page)}</core:pageInfo>"
    else:
        members += _members("core", page)
    return _enveloped(operation, request, members)


def enquiry_message(account: str) -> str:
    """A balance enquiry."""
    members = _members("retail", {"accountType": _TYPE, "accountId": account})
    return _enveloped("submitAccountBalanceEnquiry", "accountBalanceEnquiryRequest", members)


def update_message(transaction_id: str, account: str, site: str) -> str:
    """An update by one point."""
    members = {
        "transactionId": transaction_id,
        "deviceId": _DEVICE,
        "accountId": account,
        "accountType": _TYPE,
        "updateAmount": "1",
        "status": "COMPLETED",
        "locationId": site,
    }
    update = f"<retail:accountBalanceUpdate>{_members('retail', members)}</retail:accountBalanceUpdate>"
    return _enveloped("submitAccountBalanceUpdate", "accountBalanceUpdateRequest", update)


def json_update(transaction_id: str, account: str, site: str) -> str:
    """The same over REST."""
    return json.dumps(
        {
            "@type": "accountBalanceUpdate",
            "transactionId": transaction_id,
            "deviceId": {"@type": "deviceKey", "id": _DEVICE},
            "accountId": account,
            "accountType": _TYPE,
            "updateAmount": 1,
            "status": "COMPLETED",
            "locationId": site,
        }
    )


def _members(prefix: str, values: Mapping[str, str]) -> str:
    return "".join(f"<{prefix}:{name}>{value}</{prefix}:{name}>" for name, value in values.items())


def _enveloped(operation: str, request: str, members: str) -> str:
    return (
        f'<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:core="{_CORE}" '
        f'xmlns:retail="{_RETAIL}"><soapenv:Body><core:{operation}><retail:{request}>{members}</retail:{request}>'
        f"</core:{operation}></soapenv:Body></soapenv:Envelope>"
    )
