"""Values that a lenient reader would take for a number or a time."""

from collections.abc import Iterator

from tests.wsdl.hostile.document import UPDATE, Canary, Hostile, both
from tests.wsdl.soap import NAME_SEARCH
from wsdl.names import CORE


def values(canary: Canary) -> Iterator[Hostile]:
    """Numbers, times and counts."""
    del canary
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
        yield from both("values", f"amount {value or 'empty'}", UPDATE.replace(">5<", f">{value}<"))
    for value in (
        "0000-00-00T00:00:00",
        "2026-01-01T00:00:00+99:99",
        "2026-02-30T00:00:00Z",
        "now",
        "1",
        "99999-01-01T00:00:00Z",
    ):
        when = f"<updateAmount>5</updateAmount><dateTimeUpdated>{value}</dateTimeUpdated>"
        yield from both("values", f"time {value}", UPDATE.replace("<updateAmount>5</updateAmount>", when))
    for value in ("1.5", "99999999999", "0x1", "", "ten", "1e1"):
        page = f'<c:pageInfo xmlns:c="{CORE}"><c:rowCount>{value}</c:rowCount></c:pageInfo></retail:customerNameSearchRequest>'
        yield from both(
            "values", f"count {value or 'empty'}", NAME_SEARCH.replace("</retail:customerNameSearchRequest>", page)
        )
