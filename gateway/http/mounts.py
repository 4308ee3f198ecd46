"""Which application answers which address: a table of paths, and nothing else."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@dataclass(frozen=True, slots=True)
class Mount:
    """An application, and the protocol under which its calls are counted and told.

    `keeps_path`: it sees the whole path, not only what follows its own.
    """

    protocol: str
    application: "WSGIApplication"
    keeps_path: bool = False


class Mounts:
    """Finds the application for a path: the page of exactly this path, else the longest folder that it lies in."""

    def __init__(self, *, pages: Mapping[str, Mount], folders: Mapping[str, Mount], nothing: Mount) -> None:
        self._pages = dict(pages)
        self._folders = sorted(folders.items(), key=lambda item: -len(item[0]))
        self._nothing = nothing

    def find(self, environ: "WSGIEnvironment") -> Mount:
        """The mount for this request; moves its prefix from PATH_INFO to SCRIPT_NAME."""
        path = environ.get("PATH_INFO", "")
        if page := self._pages.get(path):
            return page
        for folder, mount in self._folders:
            if path.startswith(folder) and path[len(folder) : len(folder) + 1] in {"", "/"}:
                if not mount.keeps_path:
                    environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + folder
                    environ["PATH_INFO"] = path[len(folder) :]
                return mount
        return self._nothing


def answer(
    start_response: "StartResponse",
    status: str,
    body: bytes,
    content_type: str = "text/plain; charset=utf-8",
    headers: Iterable[tuple[str, str]] = (),
) -> list[bytes]:
    """A whole small reply that nobody may keep."""
    start_response(
        status,
        [
            ("Content-Type", content_type),
            ("Content-Length", str(len(body))),
            ("Cache-Control", "no-store"),
            *headers,
        ],
    )
    return [body]
