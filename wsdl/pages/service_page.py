"""A service's page for people: one document that needs nothing else, neither a script nor another address."""

import base64
import re
from functools import cache
from hashlib import sha256
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from wsdl.contract_versions import SERVICES, part_of
from wsdl.names import PREFIXES, SOAP11, TICKET, WSSE, WSSE_PROFILE
from wsdl.pages.description import Operation, Service
from wsdl.pages.members import Schemas
from wsdl.pages.place import Place
from wsdl.pages.postman import headers

_HERE = Path(__file__).parent
_STYLE = (_HERE / "service_page.css").read_text(encoding="utf-8")
_SCRIPT = (_HERE / "service_page.js").read_text(encoding="utf-8")
_SECURITY = f"""<wsse:Security xmlns:wsse="{WSSE}">
  <wsse:UsernameToken>
    <wsse:Username>TILL_NAME</wsse:Username>
    <wsse:Password Type="{WSSE_PROFILE}#PasswordText">TILL_SECRET</wsse:Password>
  </wsse:UsernameToken>
</wsse:Security>"""
_MARKUP = re.compile(r"(?P<t>&lt;/?[\w:.-]+|/?&gt;)|(?P<v>&#34;.*?&#34;)")


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(sha256(text.encode()).digest()).decode()}'"


POLICY = (
    f"default-src 'none'; img-src data:; style-src {_hash(_STYLE)}; script-src {_hash(_SCRIPT)}; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
"""The Content-Security-Policy of the pages: their own style and script, and nothing from anywhere."""


def service_page(service: Service, place: Place) -> bytes:
    """The page."""
    schemas, part = Schemas(place.version), part_of(service.name)
    prefix = PREFIXES[part.namespace]
    page = _environment().get_template("service_page.html")
    return page.render(
        style=Markup(_STYLE),  # noqa: S704 - a file of ours
        script=Markup(_SCRIPT),  # noqa: S704 - a file of ours
        service=service,
        services=SERVICES,
        schemas=part.schemas,
        address=place.address(service.name),
        path=place.path(service.name),
        place=place,
        own_namespace=part.namespace if part.namespace == TICKET else "",
        security=_SECURITY,
        requests={each.name: schemas.members(f"{prefix}:{each.name}") for each in service.operations},
        replies={each.name: schemas.members(f"{prefix}:{each.name}Response") for each in service.operations},
    ).encode()


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"xml": _coloured, "curl": _curl}
    return environment


def _coloured(xml: str) -> Markup:
    """XML with its tags and attribute values marked."""
    return Markup(_MARKUP.sub(_span, str(escape(xml))))  # noqa: S704 - escaped first


def _span(found: re.Match[str]) -> str:
    return f'<span class="{found.lastgroup}">{found[0]}</span>'


def _curl(operation: Operation, address: str) -> str:
    """A command that sends the operation's example, ready to paste into a shell."""
    lines = ['curl --user "$TILL_NAME:$TILL_SECRET"']
    lines += [f"  --header '{name}: {value}'" for name, value in headers(operation.action, SOAP11).items()]
    return " \\\n".join([*lines, f"  --data-binary @- {address} <<'END'"]) + f"\n{operation.request.envelope}\nEND\n"
