"""Which calls take the short road, and what becomes of those that can't be answered on it."""

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from domain.core import LoyaltyCore
from rest.enactor.authentication import RAISED_KEY
from rest.enactor.compiled.balance_enquiry import compile_enquiry, compile_older_enquiry
from rest.enactor.compiled.balance_update import compile_update
from rest.enactor.compiled.operation import Compile
from rest.enactor.compiled.searches import compile_account_search, compile_customer_search
from rest.enactor.compiled.sent import read_sent
from rest.enactor.endpoints import BASE_PATH
from rest.enactor.settings import RestSettings

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_OPERATIONS: Mapping[tuple[str, str], Compile] = {
    ("GET", "/accountbalances"): compile_older_enquiry,
    ("GET", "/accountBalances"): compile_older_enquiry,
    ("PATCH", "/accountBalances"): compile_update,
    ("POST", "/accountBalances/update"): compile_update,
    ("GET", "/customers/search"): compile_customer_search,
    ("GET", "/accounts/search"): compile_account_search,
}
_ACCOUNT = re.compile(rf"{BASE_PATH}/accounts/[A-Za-z0-9]+/[A-Za-z0-9._~@:-]+")


class CompiledRoad:
    """A WSGI application before the `declared` one; its answers are the same to the byte.

    A call is read first. Where its reading fails, `declared` gets it as it came; where the core was called and raised,
    `declared` gets what it raised, and answers that instead of calling it again.
    """

    def __init__(self, core: LoyaltyCore, settings: RestSettings, declared: "WSGIApplication") -> None:
        self.declared = declared
        self._core = core
        self._is_secure = settings.is_secure
        self._operations = {
            (method, BASE_PATH + path): compile_operation(core, settings)
            for (method, path), compile_operation in _OPERATIONS.items()
        }
        self._enquiry = compile_enquiry(core, settings)

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        method, path = environ["REQUEST_METHOD"], environ.get("PATH_INFO", "")
        read = self._operations.get((method, path))
        if read is None and method == "GET" and _ACCOUNT.fullmatch(path):
            read = self._enquiry
        sent = read_sent(environ, path, self._is_secure) if read else None
        answer = read(sent) if read and sent else None
        if sent is None or answer is None:
            return self.declared(environ, start_response)
        try:
            text, headers = answer(self._core.authenticate(sent.credentials, subject=sent.subject))
        except Exception as error:  # noqa: BLE001 - whatever it is, the core is not called twice for one request
            environ[RAISED_KEY] = error
            return self.declared(environ, start_response)
        body = text.encode("ascii")
        own = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
        start_response("200 OK", [*own, *headers, ("Cache-Control", "no-store")])
        return [body]
