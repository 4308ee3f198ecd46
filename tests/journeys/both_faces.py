"""Both faces over one core in this process, with the tills that the served program has too."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from urllib.parse import unquote_to_bytes

from domain.core import LoyaltyCore
from rest.application import build_rest_application
from tests.journeys.tills import RestTill, SoapTill
from tests.wsdl.sqlite_core import sqlite_core
from wsdl.application import build_soap_application

NUMBER = "~number~"
"""A text between two of these is written into JSON as it is, without quotes."""


class InProcess:
    """Sends a request to a WSGI application, as `Connection` does over HTTP."""

    def __init__(self, application: Any, mounted_at: str = "") -> None:
        self._application = application
        self._mounted_at = mounted_at

    def send(self, method: str, path: str, body: bytes = b"", **headers: str) -> tuple[int, bytes]:
        """Status and body of the reply."""
        path, _, query = path.removeprefix(self._mounted_at).partition("?")
        body = body.replace(f'"{NUMBER}'.encode(), b"").replace(f'{NUMBER}"'.encode(), b"")
        environ = {
            "REQUEST_METHOD": method,
            "SCRIPT_NAME": self._mounted_at,
            # As WSGI has it: the bytes of UTF-8, each as a character.
            "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
            "QUERY_STRING": query,
            "CONTENT_TYPE": headers.pop("Content_Type", ""),
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": "127.0.0.1",
            "SERVER_NAME": "localhost",
            "SERVER_PORT": "80",
            "wsgi.url_scheme": "http",
            "wsgi.input": BytesIO(body),
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        started: list[str] = []
        reply = self._application(environ, lambda status, _headers, *_: started.append(status))
        return int(started[0][:3]), b"".join(reply)

    def close(self) -> None:
        """There is nothing to close."""


@contextmanager
def both_faces(database_url: str) -> Iterator[tuple[SoapTill, RestTill]]:
    """A till at each face, over this migrated SQLite database."""
    with sqlite_core(database_url) as core:
        yield tills_at(core)


def tills_at(core: LoyaltyCore) -> tuple[SoapTill, RestTill]:
    """A till at each face of this core."""
    soap = build_soap_application(core, public_url="http://localhost")
    rest = build_rest_application(core)
    return SoapTill("", connection=InProcess(soap, "/axis2/services")), RestTill("", connection=InProcess(rest))
