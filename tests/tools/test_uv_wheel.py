"""Fetching uv from an index, with a real index on loopback."""

import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tools import uv_wheel
from tools.uv_wheel import UV_VERSION, BootstrapError, find_or_fetch_uv

TAG = "any"
NAME = f"uv-{UV_VERSION}-py3-none-{TAG}.whl"


def make_wheel() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr(f"uv-{UV_VERSION}.data/scripts/uv", "#!/bin/sh\necho uv\n")
    return target.getvalue()


WHEEL = make_wheel()
PAGES = {
    "/json/uv/": json.dumps({"files": [{"filename": NAME, "url": f"../../files/{NAME}"}]}).encode(),
    "/html/uv/": f'<a href="other.whl">x</a> <a href="../../files/{NAME}#sha256=00">{NAME}</a>'.encode(),
    "/tampered/uv/": f'<a href="../../tampered/{NAME}">{NAME}</a>'.encode(),
    "/empty/uv/": b"<html></html>",
    f"/files/{NAME}": WHEEL,
    f"/tampered/{NAME}": WHEEL + b"x",
}


class Index(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = PAGES.get(self.path)
        self.send_response(404 if body is None else 200)
        self.end_headers()
        self.wfile.write(body or b"")

    def log_message(self, *_: object) -> None:
        """Keep the test's output clean."""


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """An index whose uv is the only one to be had on this machine."""
    digest = hashlib.sha256(WHEEL).hexdigest()
    monkeypatch.setattr(uv_wheel, "_wheel_for_this_machine", lambda: (TAG, digest))
    monkeypatch.setenv("PATH", "/nowhere")
    with ThreadingHTTPServer(("127.0.0.1", 0), Index) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://user:secret@127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.parametrize("form", ["json", "html"])
def test_uv_is_unpacked_and_kept(index: str, tmp_path: Path, form: str) -> None:
    uv = find_or_fetch_uv(tmp_path, f"{index}/{form}", None)
    assert uv.read_text() == "#!/bin/sh\necho uv\n"
    assert uv.stat().st_mode & 0o111 == 0o111
    assert find_or_fetch_uv(tmp_path, "http://127.0.0.1:9/unreachable", None) == uv


def test_a_changed_file_is_refused_and_not_kept(index: str, tmp_path: Path) -> None:
    with pytest.raises(BootstrapError, match="SHA-256 differs"):
        find_or_fetch_uv(tmp_path, f"{index}/tampered", None)
    assert not list(tmp_path.rglob("*"))


@pytest.mark.parametrize(("path", "sentence"), [("empty", "does not have uv-"), ("absent", "out of reach")])
def test_an_index_without_the_file_is_named_without_its_password(
    index: str, tmp_path: Path, path: str, sentence: str
) -> None:
    with pytest.raises(BootstrapError, match=sentence) as problem:
        find_or_fetch_uv(tmp_path, f"{index}/{path}", None)
    assert "secret" not in str(problem.value)
    assert path in str(problem.value)


@pytest.mark.parametrize("machine", sorted(uv_wheel.WHEELS))
def test_every_machine_has_a_digest(machine: tuple[str, str]) -> None:
    tag, digest = uv_wheel.WHEELS[machine]
    assert tag
    assert len(bytes.fromhex(digest)) == hashlib.sha256().digest_size
