"""The start page: everything that the gateway serves, with links."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gateway.http.mounts import answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PAGE = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Loyalty Gateway</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; margin: 3rem auto; max-width: 42rem; padding: 0 1rem; color: #222 }
dt { font-weight: 600; margin-top: 1rem } dd { margin: 0 }
</style>
<h1>Loyalty Gateway</h1>
<p>One loyalty ledger behind SOAP and REST.</p>
<dl>
%s
</dl>
</html>
"""


class StartPage:
    """Answers with the page; it is made once."""

    def __init__(self, entries: Iterable[tuple[str, Iterable[str]]]) -> None:
        """`entries` are headings, each with the addresses under it."""
        self._page = (PAGE % "\n".join(_entry(heading, addresses) for heading, addresses in entries)).encode()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        body = answer(start_response, "200 OK", self._page, "text/html; charset=utf-8")
        return [] if environ["REQUEST_METHOD"] == "HEAD" else body


def _entry(heading: str, addresses: Iterable[str]) -> str:
    links = "".join(f'<dd><a href="{address}">{address}</a></dd>' for address in addresses)
    return f"<dt>{heading}</dt>{links}"
