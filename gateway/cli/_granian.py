"""Runs the application in Granian: processes and threads by the settings, a graceful stop."""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import Interfaces, SSLProtocols
from granian.http import HTTP1Settings

from gateway.settings import Settings

TARGET = "wsgi:application"
HEADER_LIMIT_BYTES = 32 * 1024
_OUR_LOG: dict[str, Any] = {
    # Granian's lines go the way of all others.
    "handlers": {},
    "formatters": {},
    "loggers": {"_granian": {"propagate": True}},
}


def run(settings: Settings, target: str = TARGET) -> None:
    """Serve the callable at `target` until SIGTERM or SIGINT; calls in hand are finished first, for at most STOP_SECONDS."""
    server = settings.server
    directory = _metrics_directory(settings)
    try:
        Granian(
            target,
            address=server.listen_host,
            port=server.listen_port,
            interface=Interfaces.WSGI,
            websockets=False,
            workers=server.processes,
            blocking_threads=server.threads,
            # Granian counts the time between two requests of a connection as time to read the second's header.
            http1_settings=HTTP1Settings(
                header_read_timeout=int(server.keep_alive_seconds * 1000), max_buffer_size=HEADER_LIMIT_BYTES
            ),
            respawn_failed_workers=True,
            workers_kill_timeout=server.stop_seconds,
            log_dictconfig=_OUR_LOG,
            ssl_cert=server.tls_certificate_path,
            ssl_key=server.tls_key_path,
            # Old tills know no newer one.
            ssl_protocol_min=SSLProtocols.tls12,
        ).serve()
    finally:
        if directory:
            shutil.rmtree(directory, ignore_errors=True)


def _metrics_directory(settings: Settings) -> Path | None:
    """Where several processes keep their counters; None for one. The processes find it in their environment."""
    if settings.server.processes == 1:
        return None
    directory = settings.watching.metrics_directory
    if directory:
        shutil.rmtree(directory, ignore_errors=True)
        directory.mkdir(parents=True)
    else:
        directory = Path(tempfile.mkdtemp(prefix="loyalty-gateway-metrics-"))
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(directory)
    return directory
