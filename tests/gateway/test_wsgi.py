"""wsgi.py serves any WSGI server."""

import os
import subprocess
import sys
from pathlib import Path

from tests.services.gateway import SECRETS

ROOT = Path(__file__).resolve().parents[2]
CALL = """
from io import BytesIO
from wsgi import application
environ = {"REQUEST_METHOD": "GET", "PATH_INFO": "/readyz", "REMOTE_ADDR": "127.0.0.1", "wsgi.url_scheme": "http",
           "wsgi.input": BytesIO()}
print(b"".join(application(environ, lambda status, headers: print(status))).decode())
"""


def test_the_callable_answers(migrated_sqlite_url: str) -> None:
    environment = {**os.environ, "DATABASE_URL": migrated_sqlite_url, **SECRETS}
    outcome = subprocess.run(
        [sys.executable, "-c", CALL], env=environment, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert outcome.returncode == 0, outcome.stderr
    assert outcome.stdout.startswith("200 OK")


def test_it_is_ten_lines() -> None:
    assert len((ROOT / "wsgi.py").read_text().splitlines()) <= 10
