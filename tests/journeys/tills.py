"""Two tills that do the same over different protocols, and tell what they were answered in the same words."""

import base64
import http.client
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Protocol
from urllib.parse import quote, urlencode, urlsplit
from xml.sax.saxutils import escape

from lxml import etree

CORE = "http://www.enactor.com/core"
RETAIL = "http://www.enactor.com/retail"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
BASIC = "Basic " + base64.b64encode(b"till-1:demo").decode()

Figures = tuple[Decimal, Decimal, Decimal]


@dataclass(frozen=True)
class Answer:
    """What a till was told: an outcome or, where the message was not taken, an error code.

    `figures` are balance, held and available.
    """

    outcome: str
    error_code: str = ""
    figures: Figures | None = None
    replayed: bool = False
    duplicate_of: str = ""
    rows: tuple[str, ...] = ()
    total: int = 0
    next_token: str = ""


class Till(Protocol):
    """What both tills can do; members have the names of the REST update, `key` is the explicit key."""

    def update(self, key: str = "", **members: Any) -> Answer:
        """Send one update."""

    def enquire(self, account_type: str, account_id: str) -> Answer:
        """Ask a balance."""

    def search(self, **question: str) -> Answer:
        """Search customers by searchName or searchPostcode, with rowOffset, rowCount and pageToken."""


class Connection:
    """One connection that is kept open and opened again when the other side has closed it."""

    def __init__(self, url: str) -> None:
        self._address = urlsplit(url).netloc
        self._http = http.client.HTTPConnection(self._address, timeout=60)

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        """Status and body of the reply."""
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            self._http.request(method, path, body or None, sent)
            reply = self._http.getresponse()
        except (http.client.RemoteDisconnected, ConnectionResetError, BrokenPipeError):
            self._http.close()
            self._http.request(method, path, body or None, sent)
            reply = self._http.getresponse()
        return reply.status, reply.read()

    def close(self) -> None:
        """Close it."""
        self._http.close()


class RestTill:
    """A till that speaks REST."""

    def __init__(self, url: str, authorization: str = BASIC, connection: Any = None) -> None:
        self._connection, self._authorization = connection or Connection(url), authorization

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def update(self, key: str = "", **members: Any) -> Answer:
        headers = {"Content_Type": "application/json", **({"Idempotency_Key": key} if key else {})}
        reply = self._call("POST", "/accountBalances/update", json.dumps(members).encode(), **headers)
        return _rest_outcome(reply, "accountBalanceUpdateOutput")

    def enquire(self, account_type: str, account_id: str) -> Answer:
        reply = self._call("GET", f"/accounts/{quote(account_type, safe='')}/{quote(account_id, safe='')}")
        return _rest_outcome(reply, "accountBalanceEnquiryOutput")

    def search(self, **question: str) -> Answer:
        reply = self._call("GET", "/customers/search?" + urlencode(question))
        if "pagedList" not in reply:
            return Answer("", reply["errorCode"])
        page = reply["pagedList"]
        rows = tuple(row["customerNumber"] for row in page["contents"])
        return Answer("Success", rows=rows, total=page["totalRows"], next_token=page.get("nextPageToken", ""))

    def _call(self, method: str, path: str, body: bytes = b"", **headers: str) -> Any:
        headers["Authorization"] = self._authorization
        status, reply = self._connection.send(method, "/WebRestApi/rest" + path, body, **headers)
        assert status < 500, (status, reply)
        return json.loads(reply, parse_float=Decimal)


class SoapTill:
    """A till that speaks SOAP 1.1, with messages written by hand as old tills write them."""

    def __init__(self, url: str, authorization: str = BASIC, connection: Any = None) -> None:
        self._connection, self._authorization = connection or Connection(url), authorization

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def update(self, key: str = "", **members: Any) -> Answer:
        body = f"<r:accountBalanceUpdate>{_members(members)}</r:accountBalanceUpdate>"
        return self._balance("submitAccountBalanceUpdate", "accountBalanceUpdateRequest", body, key)

    def enquire(self, account_type: str, account_id: str) -> Answer:
        body = "".join(
            _element(name, value) for name, value in (("accountType", account_type), ("accountId", account_id))
        )
        return self._balance("submitAccountBalanceEnquiry", "accountBalanceEnquiryRequest", body)

    def search(self, **question: str) -> Answer:
        kind = "Name" if "searchName" in question else "Postcode"
        info = "".join(
            f"<c:{name}>{escape(question.pop(name))}</c:{name}>"
            for name in ("rowOffset", "rowCount")
            if name in question
        )
        token = question.pop("pageToken", "")
        body = _members(question) + (f"<c:pageInfo>{info}</c:pageInfo>" if info else "")
        body += f"<c:pageToken>{escape(token)}</c:pageToken>" if token else ""
        reply = self._call("CustomerService", f"submitCustomer{kind}Search", f"customer{kind}SearchRequest", body)
        if isinstance(reply, Answer):
            return reply
        page = reply.find(f".//{{{CORE}}}pagedArrayList")
        assert page is not None
        rows = tuple(str(key.text) for key in page.iter(f"{{{CORE}}}key"))
        return Answer(
            "Success", rows=rows, total=int(page.get("totalRows", "")), next_token=page.get("nextPageToken", "")
        )

    def _balance(self, operation: str, request: str, body: str, key: str = "") -> Answer:
        reply = self._call("AccountBalanceService", operation, request, body, key)
        if isinstance(reply, Answer):
            return reply
        found = {
            etree.QName(element).localname: element.text or "" for element in reply.iter("{*}*") if not len(element)
        }
        names = ("balance", "held", "available")
        return Answer(
            reply.findtext(f".//{{{RETAIL}}}outcome/{{{RETAIL}}}name", ""),
            reply.findtext(f".//{{{RETAIL}}}errorCode", ""),
            tuple(Decimal(found[name]) for name in names) if "balance" in found else None,  # type: ignore[arg-type]
            found.get("replayed") == "true",
            found.get("duplicateOf", ""),
        )

    def _call(self, service: str, operation: str, request: str, body: str, key: str = "") -> "etree._Element | Answer":
        context = f"<c:requestContext><c:idempotencyKey>{escape(key)}</c:idempotencyKey></c:requestContext>"
        envelope = (
            f'<s:Envelope xmlns:s="{SOAP}" xmlns:c="{CORE}" xmlns:r="{RETAIL}">'
            f"{f'<s:Header>{context}</s:Header>' if key else ''}"
            f"<s:Body><c:{operation}><r:{request}>{body}</r:{request}></c:{operation}></s:Body></s:Envelope>"
        )
        headers = {"Content_Type": "text/xml; charset=utf-8", "Authorization": self._authorization, "SOAPAction": '""'}
        # As references, so that what no encoding can write arrives as what it is.
        body_bytes = envelope.encode("ascii", "xmlcharrefreplace")
        _, reply = self._connection.send("POST", f"/axis2/services/{service}", body_bytes, **headers)
        tree = etree.fromstring(reply)
        fault = tree.find(f".//{{{SOAP}}}Fault")
        if fault is None:
            return tree
        code = fault.findtext("faultcode", "")
        assert "Client" in code, (code, fault.findtext("faultstring"))
        return Answer("", fault.findtext(f".//{{{CORE}}}errorCode", ""))


_ORDER = [
    "transactionId",
    "deviceId",
    "accountId",
    "accountType",
    "cardNumber",
    "updateAmount",
    "currencyId",
    "dateTimeUpdated",
    "expiryTime",
    "status",
    "referenceId",
    "locationId",
    "originalTransactionDeviceId",
    "originalTransactionId",
]


def _members(members: Mapping[str, Any]) -> str:
    """The members as elements, in the order of the contract; keys become ids, and milliseconds xs:dateTime."""
    ordered = sorted(members, key=lambda name: _ORDER.index(name) if name in _ORDER else -1)
    return "".join(_element(name, _text(name, members[name])) for name in ordered)


def _element(name: str, value: str) -> str:
    return f"<r:{name}>{escape(value)}</r:{name}>"


def _text(name: str, value: Any) -> str:
    if name in {"dateTimeUpdated", "expiryTime"} and isinstance(value, int):
        return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=value)).isoformat().replace("+00:00", "Z")
    return value["id"] if isinstance(value, dict) else str(value)


def _rest_outcome(reply: Any, output: str) -> Answer:
    if "accountBalanceUpdateOutput" not in reply and "accountBalanceEnquiryOutput" not in reply:
        return Answer("", reply["errorCode"])
    told = reply[output]
    names = ("balance", "held", "available")
    return Answer(
        told["outcome"]["name"],
        told.get("errorCode", ""),
        tuple(Decimal(told[name]) for name in names) if "balance" in told else None,  # type: ignore[arg-type]
        bool(told.get("replayed", False)),
        told.get("duplicateOf", ""),
    )
