"""Runs the application in Granian: processes and threads by the settings, a graceful stop."""

import errno
import logging
import os
import shutil
import socket
import tempfile
from pathlib import Path
from typing import Any

import structlog
from granian import Granian
from granian.constants import HTTPModes, Interfaces, SSLProtocols
from granian.http import HTTP1Settings
from granian.log import LogLevels

from gateway.cli._process import load
from gateway.metrics import DIRECTORY_VARIABLE
from gateway.settings import Settings
from gateway.start_refused import StartRefused

NAME = "loyalty-gateway"

_OUR_LOG: dict[str, Any] = {
    # Granian's lines go the way of all others.
    "handlers": {},
    "formatters": {},
    "loggers": {"_granian": {"propagate": True}},
}
_log = structlog.get_logger(__name__)


def run(settings: Settings, target: str = "") -> None:
    """Serve until SIGTERM or SIGINT; calls in hand are finished first, for at most STOP_SECONDS.

    `target` names another WSGI callable to serve in the same way, as `module:name`: a yardstick for measurements.
    Raises `StartRefused` where something listens at the address already: Granian would share it.
    """
    server = settings.server
    require_free_address(server.listen_host, server.listen_port)
    logging.getLogger("_granian").addFilter(_is_news)
    directory = _metrics_directory(settings)
    _log.info("serving", address=f"{server.listen_host}:{server.listen_port}", processes=server.processes)
    try:
        _server(settings, target or NAME).serve(target_loader=None if target else load)
    finally:
        if directory:
            shutil.rmtree(directory, ignore_errors=True)
    _log.info("stopped")


def require_free_address(host: str, port: int) -> None:
    """Raise `StartRefused` where nothing can be bound to this address."""
    family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            why = "something listens there already" if error.errno == errno.EADDRINUSE else error.strerror
            raise StartRefused(f"Can't listen on {host}:{port}: {why}. Stop it, or set LISTEN_PORT.") from error


def _server(settings: Settings, target: str) -> Any:
    server = settings.server
    return Granian(
        target,
        address=server.listen_host,
        port=server.listen_port,
        interface=Interfaces.WSGI,
        http=HTTPModes.http1,
        websockets=False,
        workers=server.processes,
        # Granian starts a thread when it needs one; the edge sees to it that THREADS of them work.
        blocking_threads=server.threads + server.waiting_bodies,
        # Granian's word for it; it counts connections, and by itself would stop at 1,024 for all processes.
        backpressure=server.connections,
        # Granian counts the time between two requests of a connection as time to read the second's header.
        http1_settings=HTTP1Settings(
            header_read_timeout=int(server.keep_alive_seconds * 1000), max_buffer_size=server.header_bytes
        ),
        respawn_failed_workers=True,
        workers_kill_timeout=server.stop_seconds,
        log_level=LogLevels.warning,
        log_dictconfig=_OUR_LOG,
        ssl_cert=server.tls_certificate_path,
        ssl_key=server.tls_key_path,
        # Old tills know no newer one.
        ssl_protocol_min=SSLProtocols.tls12,
    )


def _is_news(record: logging.LogRecord) -> bool:
    """Granian finds any number of threads above twice the cores high; ours wait for the database, not for a core."""
    return not record.getMessage().startswith("Configuration allows spawning up to")


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
    os.environ[DIRECTORY_VARIABLE] = str(directory)
    return directory
