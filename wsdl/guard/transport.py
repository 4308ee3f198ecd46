"""What HTTP says about a request, before a byte of its body is read."""

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from werkzeug.http import parse_options_header

from domain.errors import InvalidInput
from wsdl.names import SOAP11, VERSIONS, SoapVersion
from wsdl.refusal import SoapRefusal

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_HEADER_LIMIT = 1000
_MEDIA_TYPES = "text/xml (SOAP 1.1) or application/soap+xml (SOAP 1.2)"


class Transport(NamedTuple):
    """What the HTTP headers of a request say: its SOAP version, charset (lower case) and action, each empty if not said.

    The action is that of its version: the header SOAPAction, or the parameter of the Content-Type, as it was sent.
    """

    version: SoapVersion
    charset: str
    action: str


def check_transport(environ: "WSGIEnvironment") -> Transport:
    """What the headers of a request say about it.

    Raises `SoapRefusal` for another method than POST (405), another media type or a content coding (415).
    """
    if environ["REQUEST_METHOD"] != "POST":
        raise SoapRefusal(
            InvalidInput("Send SOAP requests with POST; the contract is at ?wsdl."),
            http_status=405,
            headers=[("Allow", "GET, HEAD, POST")],
        )
    transport = _media_type(environ.get("CONTENT_TYPE", "")[:_HEADER_LIMIT])
    coding = environ.get("HTTP_CONTENT_ENCODING")
    if coding and coding.strip().lower() not in ("", "identity"):
        raise SoapRefusal(
            InvalidInput("The body is compressed; send it as it is, without Content-Encoding."),
            http_status=415,
            headers=[("Accept-Encoding", "identity")],
        )
    if transport.version is SOAP11:
        return Transport(SOAP11, transport.charset, environ.get("HTTP_SOAPACTION", "")[:_HEADER_LIMIT])
    return transport


def version_of(environ: "WSGIEnvironment") -> SoapVersion:
    """The version in which a refusal of this request is written; SOAP 1.1 where it can't be told."""
    try:
        return _media_type(environ.get("CONTENT_TYPE", "")[:_HEADER_LIMIT]).version
    except SoapRefusal:
        return SOAP11


@lru_cache(maxsize=256)
def _media_type(content_type: str) -> Transport:
    media_type, parameters = parse_options_header(content_type)
    for version in VERSIONS:
        if media_type.strip().lower() == version.media_type:
            return Transport(version, parameters.get("charset", "").strip().lower(), parameters.get("action", ""))
    raise SoapRefusal(InvalidInput(f"The Content-Type must be {_MEDIA_TYPES}."), http_status=415)
