"""Too much of anything: attributes, namespaces, depth, siblings, long names and values."""

from collections.abc import Iterator

from tests.wsdl.hostile.document import BOUNDED, TOO_LARGE, UPDATE, Canary, Hostile, both
from tests.wsdl.soap import NAME_SEARCH

SIZES = (40, 400, 4000)


def floods(canary: Canary) -> Iterator[Hostile]:
    """In headers, in the body, and where a value belongs."""
    del canary
    yield from _in_markup()
    yield from _repeated()
    yield from _long()


def _in_markup() -> Iterator[Hostile]:
    for size in SIZES:
        attributes = "".join(f' a{number}=""' for number in range(size))
        spaces = "".join(f' xmlns:n{number}="u"' for number in range(max(size, 70)))
        deep, shut = "<x>" * max(size, 70), "</x>" * max(size, 70)
        for name, flood, expected in (
            ("attributes", f"<x{attributes}/>", TOO_LARGE),
            ("namespaces", f"<x{spaces}/>", TOO_LARGE),
            ("depth", deep + shut, BOUNDED),
            ("unclosed", deep, BOUNDED),
        ):
            yield from both("floods", f"{name} {size} in header", NAME_SEARCH, header=flood, expected=expected)
            yield from both("floods", f"{name} {size} in body", flood, expected=expected)
            yield from both(
                "floods", f"{name} {size} in value", NAME_SEARCH.replace(">a<", f">{flood}<"), expected=expected
            )


def _repeated() -> Iterator[Hostile]:
    for size in SIZES:
        yield from both(
            "floods",
            f"siblings {size}",
            NAME_SEARCH.replace("<retail:searchName>", "<x/>" * size + "<retail:searchName>"),
            expected=BOUNDED,
        )
        yield from both(
            "floods",
            f"names {size}",
            NAME_SEARCH.replace(
                "<retail:searchName>a</retail:searchName>", "<retail:searchName>a</retail:searchName>" * size
            ),
            expected=BOUNDED,
        )
        yield from both(
            "floods", f"comments {size}", NAME_SEARCH.replace(">a<", ">a" + "<!---->" * size + "<"), expected=BOUNDED
        )
        yield from both("floods", f"operations {size}", NAME_SEARCH * min(size, 100), expected=BOUNDED)


def _long() -> Iterator[Hostile]:
    for size in (1_000, 30_000, 200_000):
        long = "x" * size
        yield from both("long", f"long element {size}", f"<{long}/>", expected=BOUNDED)
        yield from both(
            "long",
            f"long attribute {size}",
            NAME_SEARCH.replace("<retail:searchName", f'<retail:searchName a="{long}"'),
            expected=BOUNDED,
        )
        yield from both("long", f"long value {size}", UPDATE.replace(">887<", f">{long}<"), expected=BOUNDED)
        yield from both("long", f"long namespace {size}", f'<x xmlns="{long}"/>', expected=BOUNDED)
        yield from both("long", f"long number {size}", UPDATE.replace(">5<", f">{'9' * size}<"), expected=BOUNDED)
        yield from both("long", f"long prefix {size}", f'<{long}:x xmlns:{long}="u"/>', expected=BOUNDED)
        yield Hostile("long", f"long garbage {size}", long.encode(), expected=BOUNDED)
