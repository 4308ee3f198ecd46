"""Documents that are cut off, put together wrongly, or in other characters than they say."""

from collections.abc import Iterator

from tests.wsdl.hostile.document import INVALID, MISMATCH, UPDATE, Canary, Hostile, both
from tests.wsdl.soap import NAME_SEARCH, enveloped
from wsdl.names import CORE, RETAIL, VERSIONS


def shapes(canary: Canary) -> Iterator[Hostile]:
    """Cut off, mixed up, miswritten."""
    del canary
    yield from _truncated()
    yield from _comments_and_instructions()
    yield from _encodings()
    yield from _misplaced()


def _truncated() -> Iterator[Hostile]:
    whole = enveloped(UPDATE).encode()
    for end in range(len(whole)):
        yield Hostile("truncated", f"truncated at {end}", whole[:end])


def _comments_and_instructions() -> Iterator[Hostile]:
    for name, value in {
        "comment": "1<!--x-->00",
        "instruction": "1<?x?>00",
        "child": "1<b/>00",
        "cdata end": "1]]>00",
    }.items():
        yield from both("comments", f"{name} in value", UPDATE.replace(">887<", f">{value}<"))
    yield from both("comments", "instruction before", NAME_SEARCH, prolog="<?x y?>")
    yield from both(
        "comments", "stylesheet", NAME_SEARCH, prolog='<?xml-stylesheet type="text/xsl" href="file:///etc/passwd"?>'
    )


def _encodings() -> Iterator[Hostile]:
    whole = enveloped(NAME_SEARCH)
    for encoding in ("utf-32", "cp037", "utf-16-le", "utf-16-be"):
        yield Hostile("encodings", f"bytes in {encoding}", whole.encode(encoding))
    for declared in ("UTF-16", "UTF-7", "ISO-8859-1", "bogus", "EBCDIC-CP-US"):
        yield Hostile(
            "encodings", f"declared {declared}", f'<?xml version="1.0" encoding="{declared}"?>{whole}'.encode()
        )
    for bad in (b"\xff", b"\xc0\xaf", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\x00", b"\x0b", b"\xef\xbf\xbf"):
        yield Hostile("encodings", f"bytes {bad.hex()}", whole.encode().replace(b">a<", b">" + bad + b"<"))
    for coding in ("gzip", "deflate", "br"):
        yield Hostile("encodings", f"coded {coding}", whole.encode(), headers={"HTTP_CONTENT_ENCODING": coding})


def _misplaced() -> Iterator[Hostile]:
    for version in VERSIONS:
        whole, s = enveloped(NAME_SEARCH, version), f'xmlns:s="{version.namespace}"'
        for name, body in {
            "two bodies": whole.replace("</s:Envelope>", f"<s:Body>{NAME_SEARCH}</s:Body></s:Envelope>"),
            "two operations": whole.replace(NAME_SEARCH, NAME_SEARCH * 2),
            "two updates": enveloped(UPDATE + UPDATE.replace(">1<", ">2<"), version),
            "an update and an element": enveloped(UPDATE + "<x/>", version),
            "an element and an update": enveloped("<x/>" + UPDATE, version),
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
            expected = MISMATCH if name in {"other namespace", "no namespace"} else INVALID
            yield Hostile("misplaced", f"{name} {version.number}", body.encode(), version, expected=expected)
