"""The scenario with zeep."""

from typing import Any

import requests
import zeep
from zeep.helpers import serialize_object
from zeep.transports import Transport
from zeep.wsse.username import UsernameToken

from wsdl.names import CORE


def run(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """Make the calls of a plan; gives a result for each."""
    clients = {service: _client(plan, service) for service in plan["contracts"]}
    results: list[dict[str, Any]] = []
    for step in plan["steps"]:
        request = dict(step["request"])
        if request.get("pageToken") == "@next":
            request["pageToken"] = next(result["next"] for result in reversed(results) if result.get("next"))
        headers = {"requestContext": step["context"]} if "context" in step else None
        operation = getattr(clients[step["service"]].service, step["operation"])
        results.append({"step": step["step"], **_seen(operation, request, headers)})
    return results


def _client(plan: dict[str, Any], service: str) -> Any:
    session = requests.Session()
    wsse = None
    if plan["authentication"] == "basic":
        session.auth = (plan["user"], plan["password"])
    else:
        digest = plan["authentication"] == "digest"
        wsse = UsernameToken(plan["user"], plan["password"], use_digest=digest)  # type: ignore[no-untyped-call]
    transport = Transport(session=session)  # type: ignore[no-untyped-call]
    return zeep.Client(plan["contracts"][service], transport=transport, wsse=wsse)  # type: ignore[no-untyped-call]


def _seen(operation: Any, request: dict[str, Any], headers: Any) -> dict[str, Any]:
    try:
        reply = operation(request, _soapheaders=headers)
    except zeep.exceptions.Fault as fault:
        error = fault.detail.find(f"{{{CORE}}}errorMessage")
        names = ("errorCode", "correlationId", "messageText")
        return {"fault": {"code": fault.code, **{name: error.findtext(f"{{{CORE}}}{name}") for name in names}}}
    if "propertyNames" in reply:
        return _search(reply)
    return _receipt(reply) if "ticketId" in reply else _balance(reply)


def _search(paged: Any) -> dict[str, Any]:
    return {
        "keys": [row.key["_value_1"] for row in paged.contents],
        "rows": [[value["_value_1"] or "" for value in row.data["values"].arrayObject] for row in paged.contents],
        "names": paged.propertyNames.string,
        "totalRows": paged.totalRows,
        "next": paged.nextPageToken,
    }


def _balance(output: Any) -> dict[str, Any]:
    members = serialize_object(output, dict)  # type: ignore[no-untyped-call]
    return {
        "outcome": members["outcome"]["name"],
        "errorCode": members["errorCode"],
        "balance": None if members["balance"] is None else f"{members['balance']:f}",
        "replayed": members.get("replayed"),
        "surname": (members.get("customer") or {}).get("surname"),
    }


def _receipt(receipt: Any) -> dict[str, Any]:
    names = ("errorCode", "ticketId", "kind", "status", "replayed", "earned", "takenBack", "withdrawn")
    return {"outcome": receipt.outcome.name, **{name: receipt[name] for name in names}}
