"""The table of guesses has one line for every name of the API, and no other."""

import re
from collections.abc import Iterator
from pathlib import Path

from rest.enactor import openapi
from rest.enactor.account_balance_update import REPLAYED_HEADER

TABLE = Path(openapi.__file__).with_name("GUESSES.md").read_text(encoding="utf-8")
LINE = re.compile(r"^\| `([^`]+)` \| ([^|]+) \| (documented|guessed|standard|ours) \| [^|]+ \|$", re.MULTILINE)
OUTSIDE_THE_PATHS = {
    ("id_token", "header"),
    ("Authorization", "header"),
    (REPLAYED_HEADER, "reply header"),
    ("Link", "reply header"),
}


def names() -> Iterator[tuple[str, str]]:
    """Every name of the API's document, and where it stands."""
    document = openapi.document()
    for schema, described in document["components"]["schemas"].items():
        for member in described["properties"]:
            # The older output has its members from the newer one, and leaves the types out.
            if (member, schema) != ("@type", "OlderAccountBalanceEnquiryOutput"):
                yield member, schema
    for header in document["components"]["parameters"]:
        yield header, "header"
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            if method != "parameters":
                yield method.upper(), path
            parameters = operation if method == "parameters" else operation.get("parameters", [])
            yield from ((parameter["name"], path) for parameter in parameters if "name" in parameter)


def test_every_name_has_one_line_and_no_line_is_left_over() -> None:
    lines = [(name, where.strip()) for name, where, _ in LINE.findall(TABLE)]
    assert len(lines) == len(set(lines))
    assert len(lines) == TABLE.count("\n| `")
    assert set(lines) == set(names()) | OUTSIDE_THE_PATHS
