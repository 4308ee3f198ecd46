"""Families of documents that no honest till sends, each with a name."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.wsdl.soap import NAME_SEARCH, enveloped, update_of
from wsdl.names import CORE, RETAIL, SOAP11, VERSIONS, WSSE, XSI, SoapVersion

UPDATE = update_of(
    "<transactionId>1</transactionId><deviceId>till-1</deviceId><accountId>100</accountId>"
    "<accountType>customerLoyaltyAccount</accountType><updateAmount>5</updateAmount>"
)
SIZES = (40, 400, 4000)


@dataclass(frozen=True)
class Hostile:
    """A document, how it is sent, and what it is called."""

    name: str
    body: bytes
    version: SoapVersion = SOAP11
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        """The service to which it pretends to belong."""
        return "/AccountBalanceService" if b"AccountBalance" in self.body else "/CustomerService"


def documents(canary_url: str, canary_file: str) -> list[Hostile]:
    """All of them; `canary_url` and `canary_file` are what external entities point at."""
    return [
        *_entities(canary_url, canary_file),
        *_floods(),
        *_long_things(),
        *_truncated(),
        *_comments_and_instructions(),
        *_encodings(),
        *_misplaced(),
        *_lures(canary_url),
        *_coerced(),
        *_references(canary_url),
    ]


def _both(name: str, body: str, header: str = "", prolog: str = "") -> Iterator[Hostile]:
    for version in VERSIONS:
        yield Hostile(f"{name} {version.number}", (prolog + enveloped(body, version, header)).encode(), version)


def _entities(url: str, file: str) -> Iterator[Hostile]:
    external = NAME_SEARCH.replace(">a<", ">&e;<")
    for name, declaration in {
        "external file": f'<!ENTITY e SYSTEM "file://{file}">',
        "external address": f'<!ENTITY e SYSTEM "{url}">',
        "public": f'<!ENTITY e PUBLIC "-//x" "{url}">',
        "parameter": f'<!ENTITY % p SYSTEM "{url}"> %p;',
        "internal": '<!ENTITY e "a">',
        "recursive": '<!ENTITY e "&f;"><!ENTITY f "&e;">',
        "endless": '<!ENTITY e SYSTEM "file:///dev/urandom">',
    }.items():
        yield from _both(f"entity {name}", external, prolog=f"<!DOCTYPE x [{declaration}]>")
    laughs = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghe", strict=True))
    yield from _both("entity laughs", external, prolog=f'<!DOCTYPE x [<!ENTITY a "ha">{laughs}]>')
    quadratic = f'<!ENTITY e "{"a" * 20000}">'
    yield from _both("entity quadratic", external.replace("&e;", "&e;" * 5000), prolog=f"<!DOCTYPE x [{quadratic}]>")
    yield from _both("entity undeclared", external)
    yield from _both("entity in attribute", NAME_SEARCH.replace("searchName>a", 'searchName a="&e;">a'))
    yield from _both("external dtd", NAME_SEARCH, prolog=f'<!DOCTYPE x SYSTEM "{url}">')
    yield from _both("internal default", NAME_SEARCH, prolog='<!DOCTYPE x [<!ATTLIST y z CDATA "v">]>')


def _floods() -> Iterator[Hostile]:
    for size in SIZES:
        attributes = "".join(f' a{number}=""' for number in range(size))
        spaces = "".join(f' xmlns:n{number}="u"' for number in range(max(size, 70)))
        deep, shut = "<x>" * max(size, 70), "</x>" * max(size, 70)
        for name, flood in {
            "attributes": f"<x{attributes}/>",
            "namespaces": f"<x{spaces}/>",
            "depth": deep + shut,
            "unclosed": deep,
        }.items():
            yield from _both(f"{name} {size} in header", NAME_SEARCH, header=flood)
            yield from _both(f"{name} {size} in body", flood)
            yield from _both(f"{name} {size} in value", NAME_SEARCH.replace(">a<", f">{flood}<"))
        yield from _both(
            f"siblings {size}", NAME_SEARCH.replace("<retail:searchName>", "<x/>" * size + "<retail:searchName>")
        )
        yield from _both(
            f"names {size}",
            NAME_SEARCH.replace(
                "<retail:searchName>a</retail:searchName>", "<retail:searchName>a</retail:searchName>" * size
            ),
        )
        yield from _both(f"comments {size}", NAME_SEARCH.replace(">a<", ">a" + "<!---->" * size + "<"))
        yield from _both(f"operations {size}", NAME_SEARCH * min(size, 100))


def _long_things() -> Iterator[Hostile]:
    for size in (1_000, 30_000, 200_000):
        long = "x" * size
        yield from _both(f"long element {size}", f"<{long}/>")
        yield from _both(
            f"long attribute {size}", NAME_SEARCH.replace("<retail:searchName", f'<retail:searchName a="{long}"')
        )
        yield from _both(f"long value {size}", UPDATE.replace(">100<", f">{long}<"))
        yield from _both(f"long namespace {size}", f'<x xmlns="{long}"/>')
        yield from _both(f"long number {size}", UPDATE.replace(">5<", f">{'9' * size}<"))
        yield from _both(f"long prefix {size}", f'<{long}:x xmlns:{long}="u"/>')
        yield Hostile(f"long garbage {size}", long.encode())


def _truncated() -> Iterator[Hostile]:
    whole = enveloped(UPDATE).encode()
    for end in range(len(whole)):
        yield Hostile(f"truncated at {end}", whole[:end])


def _comments_and_instructions() -> Iterator[Hostile]:
    for name, value in {
        "comment": "1<!--x-->00",
        "instruction": "1<?x?>00",
        "child": "1<b/>00",
        "cdata end": "1]]>00",
    }.items():
        yield from _both(f"{name} in value", UPDATE.replace(">100<", f">{value}<"))
    yield from _both("instruction before", NAME_SEARCH, prolog="<?x y?>")
    yield from _both("stylesheet", NAME_SEARCH, prolog='<?xml-stylesheet type="text/xsl" href="file:///etc/passwd"?>')


def _encodings() -> Iterator[Hostile]:
    whole = enveloped(NAME_SEARCH)
    for encoding in ("utf-32", "cp037", "utf-16-le", "utf-16-be"):
        yield Hostile(f"bytes in {encoding}", whole.encode(encoding))
    for declared in ("UTF-16", "UTF-7", "ISO-8859-1", "bogus", "EBCDIC-CP-US"):
        yield Hostile(f"declared {declared}", f'<?xml version="1.0" encoding="{declared}"?>{whole}'.encode())
    for bad in (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x00", b"\x0b", b"\xef\xbf\xbf"):
        yield Hostile(f"bytes {bad.hex()}", whole.encode().replace(b">a<", b">" + bad + b"<"))
    for coding in ("gzip", "deflate", "br"):
        yield Hostile(f"coded {coding}", whole.encode(), headers={"HTTP_CONTENT_ENCODING": coding})


def _misplaced() -> Iterator[Hostile]:
    for version in VERSIONS:
        whole, s = enveloped(NAME_SEARCH, version), f'xmlns:s="{version.namespace}"'
        for name, body in {
            "two bodies": whole.replace("</s:Envelope>", f"<s:Body>{NAME_SEARCH}</s:Body></s:Envelope>"),
            "no body": f"<s:Envelope {s}/>",
            "empty body": f"<s:Envelope {s}><s:Body/></s:Envelope>",
            "a fault": f"<s:Envelope {s}><s:Body><s:Fault><faultcode>x</faultcode></s:Fault></s:Body></s:Envelope>",
            "envelope in body": enveloped(whole, version),
            "other namespace": whole.replace(version.namespace, "urn:x"),
            "no namespace": "<Envelope><Body/></Envelope>",
            "wrong core": whole.replace(CORE, CORE + "/"),
            "wrong retail": whole.replace(RETAIL, RETAIL.upper()),
            "no retail": whole.replace(f' xmlns:retail="{RETAIL}"', "").replace("retail:", ""),
            "json": '{"searchName":"a"}',
            "form": "searchName=a",
            "html": "<!doctype html><html></html>",
            "text": "hello",
            "two roots": whole + whole,
        }.items():
            yield Hostile(f"{name} {version.number}", body.encode(), version)


def _lures(url: str) -> Iterator[Hostile]:
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
        yield from _both(f"lure {name}", NAME_SEARCH, header=header)


def _coerced() -> Iterator[Hostile]:
    for value in (
        "1_000",
        "1e3",
        "0x10",
        "\u0665",
        "NaN",
        "-INF",
        "+5",
        "5.",
        ".5",
        "5,0",
        "1.00001",
        "1E+1000000000",
        "true",
        "",
    ):
        yield from _both(f"amount {value or 'empty'}", UPDATE.replace(">5<", f">{value}<"))
    for value in (
        "0000-00-00T00:00:00",
        "2026-01-01T00:00:00+99:99",
        "2026-02-30T00:00:00Z",
        "now",
        "1",
        "99999-01-01T00:00:00Z",
    ):
        when = f"<updateAmount>5</updateAmount><dateTimeUpdated>{value}</dateTimeUpdated>"
        yield from _both(f"time {value}", UPDATE.replace("<updateAmount>5</updateAmount>", when))
    for value in ("1.5", "99999999999", "0x1", "", "ten", "1e1"):
        page = f'<c:pageInfo xmlns:c="{CORE}"><c:rowCount>{value}</c:rowCount></c:pageInfo></retail:customerNameSearchRequest>'
        yield from _both(f"count {value or 'empty'}", NAME_SEARCH.replace("</retail:customerNameSearchRequest>", page))


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
        yield from _both(
            f"reference {name}", NAME_SEARCH.replace("<retail:searchName", f"<retail:searchName {attributes}")
        )
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{url}" parse="text"/>'
    yield from _both("xinclude", NAME_SEARCH.replace(">a<", f">{include}<"))
