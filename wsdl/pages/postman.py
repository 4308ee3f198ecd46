"""A Postman collection of a service (format v2.1): every operation's example over both versions of SOAP."""

import json
from typing import Any

from wsdl.names import SOAP11, VERSIONS, SoapVersion
from wsdl.pages.description import Operation, Service
from wsdl.pages.place import Place

_SCHEMA = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def postman_collection(service: Service, place: Place) -> bytes:
    """The collection. Address and credentials are its variables: `address` is filled in, `username` and `password` not."""
    collection = {
        "info": {
            "name": f"{service.name} {service.version}",
            "description": f"{service.lead}\n\nSet the variables username and password to a till's credentials.",
            "schema": _SCHEMA,
        },
        "auth": {
            "type": "basic",
            "basic": [{"key": key, "value": f"{{{{{key}}}}}", "type": "string"} for key in ("username", "password")],
        },
        "variable": [
            {"key": "address", "value": place.address(service.name)},
            {"key": "username", "value": ""},
            {"key": "password", "value": ""},
        ],
        "item": [
            {"name": f"SOAP {soap.number}", "item": [_item(operation, soap) for operation in service.operations]}
            for soap in VERSIONS
        ],
    }
    return json.dumps(collection, indent=2, ensure_ascii=False).encode()


def _item(operation: Operation, soap: SoapVersion) -> dict[str, Any]:
    request = {
        "method": "POST",
        "header": [{"key": key, "value": value} for key, value in headers(operation.action, soap).items()],
        "url": "{{address}}",
        "description": f"{operation.says}\n\n{operation.request.note}",
        "body": {
            "mode": "raw",
            "raw": operation.request.over(soap),
            "options": {"raw": {"language": "xml"}},
        },
    }
    answers = [_answer("Reply", 200, operation.reply.envelope), _answer("Fault", 500, operation.fault.envelope)]
    return {"name": operation.name, "request": request, "response": answers if soap is SOAP11 else []}


def _answer(name: str, status: int, envelope: str) -> dict[str, Any]:
    header = [{"key": "Content-Type", "value": f"{SOAP11.media_type}; charset=utf-8"}]
    return {"name": name, "code": status, "header": header, "_postman_previewlanguage": "xml", "body": envelope}


def headers(action: str, soap: SoapVersion) -> dict[str, str]:
    """The HTTP headers that a version of SOAP asks for beside the credentials."""
    if soap is SOAP11:
        return {"Content-Type": f"{soap.media_type}; charset=utf-8", "SOAPAction": f'"{action}"'}
    return {"Content-Type": f'{soap.media_type}; charset=utf-8; action="{action}"'}
