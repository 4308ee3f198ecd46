"""The start page: everything that the gateway serves, with links."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from gateway.http.mounts import answer

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Loyalty Gateway</title>
<link rel="icon" href="data:,">
<style>
:root { color-scheme: light dark; --paper: #fff; --ground: #f5f6f8; --ink: #1f2430; --soft: #565d6d; --line: #d9dce3; --link: #0b57b0 }
@media (prefers-color-scheme: dark) {
  :root { --paper: #171a21; --ground: #1f232c; --ink: #e8eaf0; --soft: #a9b0c0; --line: #363c49; --link: #8cbcff }
}
body { font: 1rem/1.55 system-ui, sans-serif; margin: 0; color: var(--ink); background: var(--paper) }
main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem }
h1 { font-size: 2.1rem; line-height: 1.2; margin: 0 0 .5rem }
p { font-size: 1.15rem; color: var(--soft); margin: 0 0 2rem }
dl { margin: 0; padding: .4rem 1.25rem 1.25rem; background: var(--ground); border: 1px solid var(--line); border-radius: .6rem }
dt { font-weight: 600; margin-top: 1rem }
dd { margin: .15rem 0; overflow-wrap: anywhere }
a { color: var(--link); text-underline-offset: .15em }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px }
</style>
</head>
<body>
<main>
<h1>Loyalty Gateway</h1>
<p>One loyalty ledger behind SOAP and REST.</p>
<dl>
%s
</dl>
</main>
</body>
</html>
"""


class StartPage:
    """Answers with the page; it is made once."""

    def __init__(self, entries: Iterable[tuple[str, Iterable[str]]]) -> None:
        """`entries` are headings, each with the addresses under it."""
        self._page = PAGE.replace(
            "%s", "\n".join(_entry(heading, addresses) for heading, addresses in entries)
        ).encode()

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer one request."""
        body = answer(start_response, "200 OK", self._page, "text/html; charset=utf-8")
        return [] if environ["REQUEST_METHOD"] == "HEAD" else body


def _entry(heading: str, addresses: Iterable[str]) -> str:
    links = "".join(f'<dd><a href="{address}">{address}</a></dd>' for address in addresses)
    return f"<dt>{heading}</dt>{links}"
