"""Which application answers which address: a table of paths, and nothing else."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

from domain.errors import LoyaltyError

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a call is refused before its face sees it, with the HTTP status and headers that go with it."""

    error: LoyaltyError
    status: int
    headers: tuple[tuple[str, str], ...] = ()

    def answer(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Say it in plain text; a WSGI application."""
        del environ
        line = f"{self.status} {HTTPStatus(self.status).phrase}"
        return answer(start_response, line, f"{self.error.sentence}\n".encode(), headers=self.headers)


def in_plain_text(refused: Refused) -> "WSGIApplication":
    """What a face without a form of its own answers to a call that is refused before it sees it."""
    return refused.answer


@dataclass(frozen=True, slots=True)
class Mount:
    """An application, and the protocol under which its calls are counted and told.

    `keeps_path`: it sees the whole path, not only what follows its own. `refusing` makes what answers, in the form of
    the face, a call that is refused before the application sees it.
    """

    protocol: str
    application: "WSGIApplication"
    keeps_path: bool = False
    refusing: "Callable[[Refused], WSGIApplication]" = in_plain_text


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
