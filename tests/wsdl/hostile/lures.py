"""Headers and attributes that lure: signatures, addressing, references, types of other classes."""

from collections.abc import Iterator

from tests.wsdl.hostile.document import INVALID, MUST_UNDERSTAND, Canary, Hostile, both
from tests.wsdl.soap import NAME_SEARCH
from wsdl.names import CORE, RETAIL, WSSE, XSI


def lures(canary: Canary) -> Iterator[Hostile]:
    """Headers that must be understood, and references to elsewhere."""
    yield from _headers(canary.url)
    yield from _references(canary.url)


def _headers(url: str) -> Iterator[Hostile]:
    must = 's:mustUnderstand="1"'
    for name, header in {
        "reply to": f'<a:ReplyTo xmlns:a="http://www.w3.org/2005/08/addressing" {must}><a:Address>{url}</a:Address></a:ReplyTo>',
        "action": f'<a:Action xmlns:a="http://www.w3.org/2005/08/addressing" {must}>submitAccountBalanceUpdate</a:Action>',
        "signature": f'<d:Signature xmlns:d="http://www.w3.org/2000/09/xmldsig#" {must}/>',
        "signed security": f'<w:Security xmlns:w="{WSSE}" {must}><d:Signature xmlns:d="http://www.w3.org/2000/09/xmldsig#"/></w:Security>',
        "token by reference": f'<w:Security xmlns:w="{WSSE}" {must}><w:SecurityTokenReference URI="{url}"/></w:Security>',
        "context twice": f'<c:requestContext xmlns:c="{CORE}"/>' * 2,
        "context nested": f'<c:requestContext xmlns:c="{CORE}"><c:requestContext/></c:requestContext>',
    }.items():
        expected = INVALID if name.startswith("context") else MUST_UNDERSTAND
        yield from both("lures", name, NAME_SEARCH, header=header, expected=expected)


def _references(url: str) -> Iterator[Hostile]:
    xsi = f'xmlns:xsi="{XSI}"'
    for name, attributes in {
        "href": 'href="#a" id="a"',
        "nil": f'{xsi} xsi:nil="true"',
        "type of another class": f'{xsi} xmlns:c="{CORE}" xsi:type="c:RequestContext"',
        "type unknown": f'{xsi} xsi:type="x:nothing"',
        "schema location": f'{xsi} xsi:schemaLocation="{RETAIL} {url}" xsi:type="nothing"',
        "encoding": 'xmlns:e="http://schemas.xmlsoap.org/soap/encoding/" e:arrayType="x[1000000000]"',
    }.items():
        yield from both(
            "references", name, NAME_SEARCH.replace("<retail:searchName", f"<retail:searchName {attributes}")
        )
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{url}" parse="text"/>'
    yield from both("references", "xinclude", NAME_SEARCH.replace(">a<", f">{include}<"))
