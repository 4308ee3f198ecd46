"""Reading a request: its JSON body strictly, its query without ambiguity."""

from typing import Any

from flask import Request
from marshmallow import Schema
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import UnsupportedMediaType

from domain.errors import InvalidInput
from rest.enactor.json_text import read_json
from rest.enactor.settings import rest_settings

_CHARSETS = {"", "utf-8", "utf8", "us-ascii", "ascii"}


class RequestParser(FlaskParser):
    """Hands over what the schemas read; raises `InvalidInput`, or an HTTP error for what is not JSON at all."""

    DEFAULT_VALIDATION_STATUS = 400

    def load_json(self, req: Request, schema: Schema) -> Any:  # noqa: ARG002 - webargs hands it over
        """The body, which is one JSON object."""
        encoding = req.headers.get("Content-Encoding", "identity").strip().lower()
        charset = req.mimetype_params.get("charset", "").lower()
        if not req.is_json or encoding not in {"", "identity"} or charset not in _CHARSETS:
            raise UnsupportedMediaType
        body = read_json(req.get_data(cache=False), depth_limit=rest_settings().json_depth_limit)
        if not isinstance(body, dict):
            raise InvalidInput("The body must be one JSON object.")
        return body

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        """The parameters; one that is read here may be sent only once."""
        try:
            args = req.args
        except UnicodeDecodeError:
            raise InvalidInput("The query is not text in UTF-8.") from None
        for field in schema.fields.values():
            name = field.data_key or field.name or ""
            if len(args.getlist(name)) > 1:
                raise InvalidInput(f"{name} is sent more than once; send it once.", field=name)
        return args.to_dict()
