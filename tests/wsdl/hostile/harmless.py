"""Documents that look odd and are right all the same: each gets a proper reply."""

from collections.abc import Iterator

from tests.wsdl.hostile.document import HARMLESS, IDLE_UPDATE, Canary, Hostile, both
from tests.wsdl.soap import NAME_SEARCH, enveloped
from wsdl.names import CORE, VERSIONS

_ADDRESSING = 'xmlns:a="http://www.w3.org/2005/08/addressing"'


def harmless(canary: Canary) -> Iterator[Hostile]:
    """Headers that nobody must understand, odd spelling, other encodings, values at their bounds."""
    for name, header in {
        "reply to": f"<a:ReplyTo {_ADDRESSING}><a:Address>{canary.url}</a:Address></a:ReplyTo>",
        "action": f"<a:Action {_ADDRESSING}>urn:another</a:Action>",
        "signature": '<d:Signature xmlns:d="http://www.w3.org/2000/09/xmldsig#"/>',
        "unknown block": '<x xmlns="urn:x"><y>z</y></x>',
        "attributes": "<x" + "".join(f' a{number}=""' for number in range(32)) + "/>",
        "for another": '<x xmlns="urn:x" s:actor="urn:someone" s:role="urn:someone" s:mustUnderstand="1"/>',
        "blocks": '<x xmlns="urn:x"/>' * 10,
    }.items():
        yield from both("harmless", f"header {name}", NAME_SEARCH, header=header, expected=HARMLESS)
    name_text = ">a<"
    for name, body in {
        "cdata": NAME_SEARCH.replace(name_text, "><![CDATA[a]]><"),
        "character reference": NAME_SEARCH.replace(name_text, ">&#x61;<"),
        "spaces": NAME_SEARCH.replace("><", ">\n\t <"),
        "comments between": NAME_SEARCH.replace("><", "><!-- x --><"),
        "markup in text": NAME_SEARCH.replace(name_text, ">&lt;!DOCTYPE a [&lt;!ENTITY e SYSTEM 'x'&gt;]&gt;<"),
        "sql": NAME_SEARCH.replace(name_text, ">' OR 1=1; DROP TABLE customer; --<"),
        "right to left": NAME_SEARCH.replace(name_text, ">\u202eabc\u202c<"),
        "other planes": NAME_SEARCH.replace(name_text, ">\U0001f600<"),
        "amount at its bound": IDLE_UPDATE.replace(">5<", ">99999999999999.9999<"),
        "amount with zeros": IDLE_UPDATE.replace(">5<", "> 0005.0000 <"),
    }.items():
        yield from both("harmless", name, body, expected=HARMLESS)
    for version in VERSIONS:
        whole = enveloped(NAME_SEARCH, version)
        for name, charset, data in (
            ("utf-8 with mark", "utf-8", b"\xef\xbb\xbf" + whole.encode()),
            ("utf-16", "utf-16", whole.encode("utf-16")),
            ("utf-16 declared", "utf-16", ('<?xml version="1.0" encoding="UTF-16"?>' + whole).encode("utf-16")),
        ):
            headers = {"CONTENT_TYPE": f"{version.media_type}; charset={charset}"}
            yield Hostile("harmless", f"{name} {version.number}", data, version, headers, HARMLESS)
    assert CORE in NAME_SEARCH
