"""The table of guesses has one line for every name of this face, and no other."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from rest.enactor import openapi
from rest.sessionm import endpoints
from rest.sessionm.pos.endpoints import POS_PATH

TABLE = Path(endpoints.__file__).with_name("GUESSES.md").read_text(encoding="utf-8")
FOLDERS = (endpoints.SESSIONM_PATH, POS_PATH)
LINE = re.compile(r"^\| `([^`]+)` \| ([^|]+) \| (documented|seen|guessed|standard|ours) \| [^|]+ \|$", re.MULTILINE)


def names() -> Iterator[tuple[str, str]]:
    """Every name of the face in the API's document, and where it stands."""
    document = openapi.document()
    schemas, known = document["components"]["schemas"], set[str]()
    paths = {path: each for path, each in document["paths"].items() if path.startswith(FOLDERS)}
    text = json.dumps(paths)
    while found := set(re.findall(r"#/components/schemas/(\w+)", text)) - known:
        known |= found
        text = json.dumps([schemas[name] for name in found])
    for schema in known:
        yield from ((member, schema) for member in schemas[schema]["properties"])
    for path, operations in paths.items():
        for method, operation in operations.items():
            if method != "parameters":
                yield method.upper(), path
            parameters = operation if method == "parameters" else operation.get("parameters", [])
            yield from ((parameter["name"], path) for parameter in parameters)


def test_every_name_has_one_line_and_no_line_is_left_over() -> None:
    lines = [(name, where.strip()) for name, where, _ in LINE.findall(TABLE)]
    assert len(lines) == len(set(lines))
    assert len(lines) == TABLE.count("\n| `")
    assert set(lines) == set(names())
