"""Two tills that send purchases, one over SOAP and one over REST, and tell what they were answered in the same words.

A ticket is written as POST /tickets has it, with amounts as texts; the till that speaks SOAP writes the same by its contract.
"""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from xml.sax.saxutils import escape

from lxml import etree

from tests.journeys.both_faces import NUMBER
from tests.journeys.tills import BASIC, CORE, SOAP, Connection
from wsdl.names import TICKET

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Told = dict[str, Any]
"""A receipt in the words of REST; only `errorCode` where the answer is no.

What is no refusal but an error is a fault over SOAP, and stands in the result of its ticket in a batch over REST.
"""

_ORDER = (
    *("receiptNumber", "businessDate", "locationId", "deviceId", "occurredAt", "sequence", "cardNumber"),
    *(
        "customerNumber",
        "currency",
        "itemCode",
        "category",
        "originalLine",
        "type",
        "quantity",
        "points",
        "amount",
        "transactionId",
        "name",
    ),
    *("shortDescription", "longDescription", "unitPrice", "tax", "discount", "lines", "returnedLines", "original"),
    *("cancelsOriginal", "tenders", "withdrawals", "total"),
)
_ITEMS = {"lines": "line", "returnedLines": "returnedLine", "tenders": "tender", "withdrawals": "withdrawal"}
_LISTS = {"steps", "remarks", "shares"}


class RestTickets:
    """Sends tickets over REST."""

    def __init__(self, url: str = "", connection: Any = None) -> None:
        self._connection = connection or Connection(url)

    def send(self, ticket: Mapping[str, Any]) -> Told:
        """Send a ticket; what became of it."""
        told = self._call("POST", "/tickets", {"tickets": [ticket]})
        return _bare(told["results"][0]) if "results" in told else told

    def preview(self, basket: Mapping[str, Any]) -> Told:
        """Ask what a basket would earn."""
        return self._call("POST", "/tickets/preview", basket)

    def claim(self, attribution: Mapping[str, Any]) -> Told:
        """Claim a ticket."""
        return self._call("POST", "/tickets/attributions", attribution)

    def gaps(self, device: str = "") -> list[tuple[str, int, int]]:
        """Ask for gaps."""
        told = self._call("GET", f"/tickets/gaps?deviceId={device}")
        return [(gap["deviceId"], int(gap["first"]), int(gap["last"])) for gap in told.get("gaps", ())]

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _call(self, method: str, path: str, body: Any = None) -> Told:
        data = json.dumps(body).encode() if body is not None else b""
        headers = {"Content_Type": "application/json"} if data else {}
        status, reply = self._connection.send(method, path, data, Authorization=BASIC, **headers)
        assert status < 500, (status, reply)
        told: Told = json.loads(reply, parse_float=Decimal)
        return _bare(told)


class SoapTickets:
    """Sends tickets over SOAP."""

    def __init__(self, url: str = "", connection: Any = None) -> None:
        self._connection = connection or Connection(url)

    def send(self, ticket: Mapping[str, Any]) -> Told:
        """Send a ticket; what became of it."""
        return self._call("submitTicket", "ticketRequest", ticket)

    def preview(self, basket: Mapping[str, Any]) -> Told:
        """Ask what a basket would earn."""
        order = (
            "locationId",
            "occurredAt",
            "cardNumber",
            "customerNumber",
            "currency",
            "lines",
            "paidWithPoints",
            "withdrawPoints",
        )
        return self._call("submitEarningPreview", "earningPreviewRequest", basket, order)

    def claim(self, attribution: Mapping[str, Any]) -> Told:
        """Claim a ticket."""
        return self._call("submitTicketAttribution", "ticketAttributionRequest", attribution)

    def gaps(self, device: str = "") -> list[tuple[str, int, int]]:
        """Ask for gaps."""
        told = self._call("submitTicketGapSearch", "ticketGapSearchRequest", {"deviceId": device} if device else {})
        return [(gap["deviceId"], int(gap["first"]), int(gap["last"])) for gap in told.get("gaps", ())]

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    def _call(self, operation: str, request: str, members: Any, order: tuple[str, ...] = _ORDER) -> Told:
        inside = _elements(members, order)
        envelope = (
            f'<s:Envelope xmlns:s="{SOAP}" xmlns:t="{TICKET}"><s:Body>'
            f"<t:{operation}><t:{request}>{inside}</t:{request}></t:{operation}></s:Body></s:Envelope>"
        )
        headers = {"Content_Type": "text/xml; charset=utf-8", "SOAPAction": '""'}
        _, reply = self._connection.send(
            "POST",
            "/axis2/services/PosTicketService",
            envelope.encode("ascii", "xmlcharrefreplace"),
            Authorization=BASIC,
            **headers,
        )
        tree = etree.fromstring(reply)
        fault = tree.find(f".//{{{SOAP}}}Fault")
        if fault is not None:
            code = fault.findtext("faultcode", "")
            assert "Client" in code, (code, fault.findtext("faultstring"))
            return {"errorCode": fault.findtext(f".//{{{CORE}}}errorCode", "")}
        return _told(tree[-1][0][0])


def _elements(members: Mapping[str, Any], order: tuple[str, ...] = _ORDER) -> str:
    return "".join(_element(name, members[name]) for name in sorted(members, key=order.index))


def _element(name: str, value: Any) -> str:
    if isinstance(value, Mapping):
        return f"<t:{name}>{_elements(value)}</t:{name}>"
    if isinstance(value, list):
        return f"<t:{name}>{''.join(_element(_ITEMS[name], each) for each in value)}</t:{name}>"
    return f"<t:{name}>{escape(_text(name, value))}</t:{name}>"


def _text(name: str, value: Any) -> str:
    if name == "occurredAt" and isinstance(value, int):
        return (EPOCH + timedelta(milliseconds=value)).isoformat().replace("+00:00", "Z")
    return str(value).lower() if isinstance(value, bool) else str(value).replace(NUMBER, "")


def _told(output: Any) -> Told:
    """The members of a reply in the words of REST."""
    told: Told = {"gaps": [{_name(each): each.text for each in gap} for gap in output if _name(gap) == "gap"]}
    for element in output:
        name = _name(element)
        if name in _LISTS:
            told[name] = [_value(each, each.text) if not len(each) else _members(each) for each in element]
        elif name == "outcome":
            told[name] = {"name": element[0].text}
        elif name not in {"gap", "messages"}:
            told[name] = _members(element) if len(element) else _value(element, element.text)
    if _name(output) != "ticketGaps":
        del told["gaps"]
    return _bare(told)


def _members(element: Any) -> dict[str, Any]:
    return {_name(each): _value(each, each.text) for each in element}


def _value(element: Any, text: Any) -> Any:
    name = _name(element)
    if name == "spendableFrom":
        return int((datetime.fromisoformat(text) - EPOCH) / timedelta(milliseconds=1))
    if name == "replayed":
        return text == "true"
    return text or ""


def _name(element: Any) -> str:
    return str(etree.QName(element).localname)


def _bare(told: Told) -> Told:
    """Without what only one protocol says and without empty lists, figures as texts; of a no only its code."""
    if "errorCode" in told:
        return {"errorCode": told["errorCode"]}
    left = {name: value for name, value in told.items() if name not in {"messages", "advice"} and value != []}
    return {name: _figures(value) for name, value in left.items()}


def _figures(value: Any) -> Any:
    if isinstance(value, list):
        return [_figures(each) for each in value]
    if isinstance(value, dict):
        return {name: _figures(each) for name, each in value.items()}
    return value if isinstance(value, bool) else str(value)
