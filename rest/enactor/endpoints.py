"""How an endpoint is declared: address, what it takes, what it answers; this also documents it."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar

from flask_smorest import Blueprint  # type: ignore[import-untyped]
from marshmallow import Schema

from rest.enactor.document_parts import problem_name
from rest.enactor.request_parser import RequestParser

View = TypeVar("View", bound=Callable[..., Any])

BASE_PATH = "/WebRestApi/rest"
CALL_HEADERS = ("enactor-device-id", "enactor-location-id", "enactor-user-id", "subject")
"""Names of the header parameters, described in `document_parts`, that every endpoint takes."""

_PROBLEMS = (400, 401, 403, 500, 503)
_BODY_PROBLEMS = (413, 415, 422)
_NO_STORE = {"Cache-Control": {"description": "Always no-store.", "schema": {"type": "string", "enum": ["no-store"]}}}


class _Blueprint(Blueprint):  # type: ignore[misc]
    ARGUMENTS_PARSER = RequestParser()


class Endpoints:
    """The endpoints of one dialect, below one path; `name` is the heading that they have in the document."""

    def __init__(
        self, name: str = "Enactor", base_path: str = BASE_PATH, description: str = "Tills and customers."
    ) -> None:
        self.blueprint = _Blueprint(name, __name__, url_prefix=base_path, description=description)

    def add(
        self,
        method: str,
        path: str,
        *,
        reply: type[Schema],
        name: str,
        query: type[Schema] | None = None,
        body: type[Schema] | None = None,
        example: Mapping[str, Any] | None = None,
        headers: Mapping[str, Any] | None = None,
        path_parameters: Sequence[Mapping[str, Any]] = (),
        own_parameters: Sequence[Mapping[str, Any]] = (),
    ) -> Callable[[View], View]:
        """Declare an endpoint; the view's docstring is its description.

        The view gets the path's parts by name and then what `query` or `body` read; what it returns is written with
        `reply`. `name` is the operation's id. The rest only documents: `example` is of the body, `headers` are of the
        reply, `own_parameters` are headers that no schema reads.
        """
        blueprint = self.blueprint

        def declare(view: View) -> View:
            declared: Any = blueprint.response(200, reply, headers={**_NO_STORE, **(headers or {})})(view)
            # Instances: given a class, webargs would make one for every call.
            if query:
                declared = blueprint.arguments(query(), location="query")(declared)
            if body:
                declared = blueprint.arguments(body(), example=example)(declared)
            problems = {status: problem_name(status) for status in _PROBLEMS + (_BODY_PROBLEMS if body else ())}
            own = {"parameters": list(own_parameters)} if own_parameters else {}
            declared = blueprint.doc(operationId=name, responses=problems, **own)(declared)
            shared = [*path_parameters, *CALL_HEADERS]
            blueprint.route(path, methods=[method], endpoint=name, strict_slashes=False, parameters=shared)(declared)
            return view

        return declare
