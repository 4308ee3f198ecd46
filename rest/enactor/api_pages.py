"""GET /api/: the API's document, and a page to read and try it in a browser. Nothing comes from elsewhere."""

from pathlib import Path

from flask import Blueprint, Response, send_from_directory

PATH = "/api"

_HERE = Path(__file__).parent
_ASSETS = _HERE / "assets"
_DAY_SECONDS = 86_400
# Swagger UI sets styles of its own and has its icons in data: addresses.
_POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'"


def pages() -> Blueprint:
    """The pages as a blueprint; they may be read without credentials."""
    blueprint = Blueprint("api-pages", __name__, url_prefix=PATH)

    @blueprint.get("/")
    def page() -> Response:
        response = send_from_directory(_ASSETS, "index.html")
        response.headers["Content-Security-Policy"] = _POLICY
        return response

    @blueprint.get("/openapi.json")
    def document() -> Response:
        return Response((_HERE / "openapi.json").read_bytes(), mimetype="application/json")

    @blueprint.get("/assets/<path:name>")
    def asset(name: str) -> Response:
        return send_from_directory(_ASSETS, name, max_age=_DAY_SECONDS)

    return blueprint
