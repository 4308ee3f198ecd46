"""A request as werkzeug reads it, but for one header."""

from flask import Request
from werkzeug.datastructures import Authorization


class SentRequest(Request):
    """A request of which any Authorization header can be read."""

    @property
    def authorization(self) -> Authorization | None:
        """The credentials; None where there are none, or where they are no Base64.

        werkzeug 3.1 raises `ValueError` for HTTP Basic with a letter beyond ASCII.
        """
        try:
            return super().authorization
        except ValueError:
            return None
