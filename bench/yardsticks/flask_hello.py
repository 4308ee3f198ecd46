"""A bare Flask: reads a path, a query or a JSON body of the same size as the gateway's, and says hello.

It knows no caller, checks no value and opens no database.
"""

from flask import Flask, Response, jsonify, request

application = Flask(__name__)


@application.get("/hello/<kind>/<number>")
def hello_path(kind: str, number: str) -> Response:
    """Answer a GET with values in its path."""
    return jsonify(hello=f"{kind} {number}")


@application.get("/hello")
def hello_query() -> Response:
    """Answer a GET with a query."""
    return jsonify(hello=request.args.get("searchName", ""))


@application.post("/hello")
def hello_body() -> Response:
    """Answer a POST with a JSON body."""
    return jsonify(hello=request.get_json()["accountId"])
