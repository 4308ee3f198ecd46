"""Entities and document types: nothing is expanded, nothing is fetched."""

from collections.abc import Iterator

from tests.wsdl.hostile.document import Canary, Hostile, both
from tests.wsdl.soap import NAME_SEARCH


def entities(canary: Canary) -> Iterator[Hostile]:
    """Entities and document types of every kind (CAPEC-201, CAPEC-197, CAPEC-221)."""
    url, file = canary.url, canary.file
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
        yield from both("entities", f"entity {name}", external, prolog=f"<!DOCTYPE x [{declaration}]>")
    laughs = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghe", strict=True))
    yield from both("entities", "entity laughs", external, prolog=f'<!DOCTYPE x [<!ENTITY a "ha">{laughs}]>')
    quadratic = f'<!ENTITY e "{"a" * 20000}">'
    yield from both(
        "entities", "entity quadratic", external.replace("&e;", "&e;" * 5000), prolog=f"<!DOCTYPE x [{quadratic}]>"
    )
    yield from both("entities", "entity undeclared", external)
    yield from both("entities", "entity in attribute", NAME_SEARCH.replace("searchName>a", 'searchName a="&e;">a'))
    yield from both("entities", "external dtd", NAME_SEARCH, prolog=f'<!DOCTYPE x SYSTEM "{url}">')
    yield from both("entities", "internal default", NAME_SEARCH, prolog='<!DOCTYPE x [<!ATTLIST y z CDATA "v">]>')
