"""The floor of SOAP in Python: parse, find the account's id, answer fixed bytes around it.

No schema, no declared service, no fault, no caller and no database: what lxml and the server cost by themselves.
"""

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from _typeshed.wsgi import StartResponse, WSGIEnvironment

_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True)
_ACCOUNT = "{http://www.enactor.com/core}accountId"
_ANSWER = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">'
    '<soapenv:Body><core:submitAccountBalanceEnquiryResponse xmlns:core="http://www.enactor.com/core">'
    "<core:submitAccountBalanceEnquiryResult>hello {}</core:submitAccountBalanceEnquiryResult>"
    "</core:submitAccountBalanceEnquiryResponse></soapenv:Body></soapenv:Envelope>"
)


def application(environ: "WSGIEnvironment", start_response: "StartResponse") -> "Iterable[bytes]":
    """Answer an enquiry."""
    envelope = etree.fromstring(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])), _PARSER)
    number = next(envelope.iter(_ACCOUNT)).text
    answer = _ANSWER.format(number).encode()
    start_response("200 OK", [("Content-Type", "text/xml; charset=utf-8"), ("Content-Length", str(len(answer)))])
    return [answer]
