"""Reads the tools' projects as the tools do, and sends each request as they would."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import requests
from lxml import etree

from tests.wsdl.soap import Answer
from wsdl.names import VERSIONS, SoapVersion

CON = "{http://eviware.com/soapui/config}"
XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


@dataclass(frozen=True)
class Request:
    """One request of a project: what it is called, and all that is sent."""

    name: str
    soap: SoapVersion
    url: str
    headers: Mapping[str, str]
    body: str
    user: str
    password: str

    def send(self) -> Answer:
        """Send it; the answer is held to the rules for every SOAP answer, the contract's schema among them."""
        reply = requests.post(
            self.url,
            self.body.encode(),
            headers=dict(self.headers),
            auth=(self.user, self.password) if self.user else None,
            timeout=30,
        )
        headers = {name.lower(): value for name, value in reply.headers.items()}
        return Answer(reply.status_code, headers, reply.content)


def postman_requests(collection: Mapping[str, Any], values: Mapping[str, str]) -> Iterator[Request]:
    """The requests of a collection, with its variables, of which `values` fill some."""
    variables: dict[str, str] = {each["key"]: each["value"] for each in collection["variable"]}
    variables |= values

    def filled(text: str) -> str:
        for key, value in variables.items():
            text = text.replace(f"{{{{{key}}}}}", value)
        return text

    basic = {each["key"]: filled(each["value"]) for each in collection["auth"]["basic"]}
    for folder in collection["item"]:
        (soap,) = [version for version in VERSIONS if folder["name"] == f"SOAP {version.number}"]
        for item in folder["item"]:
            request = item["request"]
            yield Request(
                name=item["name"],
                soap=soap,
                url=filled(request["url"]),
                headers={header["key"]: filled(header["value"]) for header in request["header"]},
                body=filled(request["body"]["raw"]),
                user=basic["username"],
                password=basic["password"],
            )


def soapui_requests(project: etree._Element, values: Mapping[str, str]) -> Iterator[Request]:
    """The requests of a project, with its properties, of which `values` fill some."""
    properties: dict[str, str] = {
        each.findtext(f"{CON}name", ""): each.findtext(f"{CON}value", "")
        for each in project.iterfind(f"{CON}properties/{CON}property")
    }
    properties |= values

    def filled(text: str) -> str:
        for key, value in properties.items():
            text = text.replace(f"${{#Project#{key}}}", value)
        return text

    for interface in project.iterfind(f"{CON}interface"):
        (soap,) = [version for version in VERSIONS if version.number.replace(".", "_") == interface.get("soapVersion")]
        for operation in interface.iterfind(f"{CON}operation"):
            (call,) = operation.iterfind(f"{CON}call")
            credentials = {key: call.findtext(f"{CON}credentials/{CON}{key}", "") for key in ("username", "password")}
            action = operation.get("action", "")
            yield Request(
                name=operation.get("name", ""),
                soap=soap,
                url=call.findtext(f"{CON}endpoint", ""),
                headers=_soapui_headers(soap, action),
                body=filled(call.findtext(f"{CON}request", "")),
                user=filled(credentials["username"]),
                password=filled(credentials["password"]),
            )


def _soapui_headers(soap: SoapVersion, action: str) -> dict[str, str]:
    """The headers that SoapUI writes by the version of SOAP and the action of an operation."""
    if soap.number == "1.1":
        return {"Content-Type": "text/xml;charset=UTF-8", "SOAPAction": f'"{action}"'}
    return {"Content-Type": f'application/soap+xml;charset=UTF-8;action="{action}"'}
