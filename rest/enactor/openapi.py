"""The API's OpenAPI document, generated from the endpoints; `openapi.json` beside this file is its committed copy.

After a change: `python -m rest.enactor.openapi` writes the copy anew.
"""

import json
from pathlib import Path
from typing import Any, cast

from rest.application import build_rest_application

COMMITTED = Path(__file__).with_name("openapi.json")


def document() -> dict[str, Any]:
    """The document as the code has it."""
    nobody = cast("Any", object())  # documenting calls no use case
    app = build_rest_application(nobody, issue_token=nobody)
    spec: dict[str, Any] = app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    return spec


def text() -> str:
    """The document as it is committed and served."""
    return json.dumps(document(), indent=2) + "\n"


if __name__ == "__main__":
    COMMITTED.write_text(text(), encoding="utf-8")
