"""The table of guesses has one line for every name of the vendor's part of the API, and no other."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rest.enactor import openapi
from rest.enactor.account_balance_update import REPLAYED_HEADER
from rest.sessionm.endpoints import SESSIONM_PATH
from rest.sessionm.pos.endpoints import POS_PATH
from rest.tickets.endpoints import TICKETS_PATH

TABLE = Path(openapi.__file__).with_name("GUESSES.md").read_text(encoding="utf-8")
LINE = re.compile(r"^\| `([^`]+)` \| ([^|]+) \| (documented|guessed|standard|ours) \| [^|]+ \|$", re.MULTILINE)
OUTSIDE_THE_PATHS = {
    ("id_token", "header"),
    ("Authorization", "header"),
    (REPLAYED_HEADER, "reply header"),
    ("Link", "reply header"),
}


def vendors_part() -> dict[str, Any]:
    """The document without the other dialects: neither their paths nor the schemas that only they lead to."""
    document, others = openapi.document(), (TICKETS_PATH, SESSIONM_PATH, POS_PATH)
    document["paths"] = {path: each for path, each in document["paths"].items() if not path.startswith(others)}
    schemas, known = document["components"].pop("schemas"), set[str]()
    text = json.dumps(document)
    while found := set(re.findall(r"#/components/schemas/(\w+)", text)) - known:
        known |= found
        text = json.dumps([schemas[name] for name in found])
    document["components"]["schemas"] = {name: schemas[name] for name in known}
    return document


def names() -> Iterator[tuple[str, str]]:
    """Every name of the vendor's part of the API, and where it stands."""
    document = vendors_part()
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
