"""The API's document: committed, true, and readable in a browser without the internet."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from rest.enactor import openapi


def test_the_committed_document_is_what_the_code_says() -> None:
    committed = openapi.COMMITTED.read_text(encoding="utf-8")
    assert committed == openapi.text(), "run: python -m rest.enactor.openapi"


def test_every_route_of_the_api_is_documented(app: Flask) -> None:
    documented = {
        (path, method.upper())
        for path, operations in openapi.document()["paths"].items()
        for method in operations
        if method != "parameters"
    }
    served = {
        (re.sub(r"<(\w+)>", r"{\1}", rule.rule), method)
        for rule in app.url_map.iter_rules()
        if not rule.endpoint.startswith("api-pages.")
        for method in (rule.methods or set()) - {"HEAD"}
    }
    assert documented == served


def test_every_reference_of_the_document_leads_somewhere() -> None:
    document = openapi.document()
    assert document["openapi"].startswith("3.1")
    for reference in set(re.findall(r'"\$ref": "#/([^"]+)"', json.dumps(document))):
        found = document
        for step in reference.split("/"):
            found = found[step]


def test_the_page_and_all_it_loads_are_served_from_here(anyone: FlaskClient) -> None:
    with anyone.get("/api/") as page:
        text = page.get_data(as_text=True)
    assert page.content_type.startswith("text/html")
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    loaded = re.findall(r'(?:src|href)="([^"]+)"', text)
    assert len(loaded) == 5
    for target in loaded:
        with anyone.get(f"/api/{target}") as reply:
            assert reply.status_code == 200, target
    with anyone.get("/api/openapi.json") as reply:
        assert reply.get_json()["openapi"].startswith("3.1")


@pytest.mark.parametrize("name", ["../openapi.json", "..%2fapi.py", "swagger-ui/../../api.py", "", "nothing"])
def test_nothing_else_is_served_from_there(anyone: FlaskClient, name: str) -> None:
    assert anyone.get(f"/api/assets/{name}").status_code == 404
