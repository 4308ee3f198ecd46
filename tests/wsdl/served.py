"""The SOAP application behind a real socket."""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import WSGIRequestHandler, make_server

from domain.core import LoyaltyCore
from wsdl.application import build_soap_application
from wsdl.contract_versions import SHIPPED, ContractVersion
from wsdl.names import SERVICES_PATH


class _QuietHandler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 - werkzeug's name
        """Say nothing."""


def _nothing(_environ: object, start_response: object) -> list[bytes]:
    start_response("404 Not Found", [("Content-Length", "0")])  # type: ignore[operator]
    return [b""]


@contextmanager
def served(core: LoyaltyCore, versions: Sequence[ContractVersion] = SHIPPED) -> Iterator[str]:
    """Serve the SOAP face over this core, in these versions of the contract; gives the address of its services."""
    server = make_server("127.0.0.1", 0, _nothing, threaded=True, request_handler=_QuietHandler)
    address = f"http://127.0.0.1:{server.port}"
    soap = build_soap_application(core, public_url=address, versions=versions)
    server.app = DispatcherMiddleware(_nothing, {SERVICES_PATH: soap})
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"{address}{SERVICES_PATH}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
