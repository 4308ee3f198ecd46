"""`python -m bench.yardsticks.php_fpm`: serves the PHP yardsticks with nginx and as many FPM children as PROCESSES.

Both run in the foreground below this process and end with it; their files lie in a folder of their own.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

PHP = Path(__file__).with_name("php")
SOCKET_SECONDS = 10
_PATH = f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin"

_FPM = """
[global]
daemonize = no
error_log = /dev/stderr
log_level = warning
[www]
{user}
listen = {folder}/fpm.sock
pm = static
pm.max_children = {processes}
clear_env = yes
php_admin_value[opcache.enable] = 1
php_admin_value[soap.wsdl_cache_dir] = {folder}
"""
_NGINX = """
daemon off;
{user}
worker_processes {processes};
pid {folder}/nginx.pid;
error_log stderr warn;
events {{ worker_connections 512; }}
http {{
  access_log off;
  keepalive_requests 1000000000;
  client_body_temp_path {folder}/body;
  fastcgi_temp_path {folder}/fastcgi;
  proxy_temp_path {folder}/proxy;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  server {{
    listen {address};
    root {php};
    location ~ [.]php$ {{
      fastcgi_pass unix:{folder}/fpm.sock;
      fastcgi_param SCRIPT_FILENAME $document_root$fastcgi_script_name;
      fastcgi_param REQUEST_METHOD $request_method;
      fastcgi_param QUERY_STRING $query_string;
      fastcgi_param CONTENT_TYPE $content_type;
      fastcgi_param CONTENT_LENGTH $content_length;
      fastcgi_param READ_FILE {read_file};
    }}
  }}
}}
"""


def find_nginx() -> str | None:
    """The nginx program, or None."""
    return shutil.which("nginx", path=_PATH)


def find_fpm() -> str | None:
    """The FPM of the newest PHP there is, or None."""
    places = (Path(place) for place in _PATH.split(":") if place)
    found = sorted(str(program) for place in places if place.is_dir() for program in place.glob("php-fpm*"))
    return found[-1] if found else None


def main(settings: Mapping[str, str]) -> None:
    """Serve until SIGTERM, or until one of the two ends."""
    nginx, fpm = find_nginx(), find_fpm()
    if not (nginx and fpm):
        raise SystemExit("nginx or php-fpm is not installed.")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    children: list[subprocess.Popen[bytes]] = []
    with tempfile.TemporaryDirectory(prefix="loyalty-php-") as folder:
        is_root = os.geteuid() == 0
        values = {
            "folder": folder,
            "php": PHP,
            "processes": settings["PROCESSES"],
            "address": f"{settings['LISTEN_HOST']}:{settings['LISTEN_PORT']}",
            "read_file": settings["READ_FILE"],
        }
        _write(folder, "fpm.conf", _FPM.format(user="user = root\ngroup = root" if is_root else "", **values))
        _write(folder, "nginx.conf", _NGINX.format(user="user root;" if is_root else "", **values))
        try:
            as_root = ["--allow-to-run-as-root"] if is_root else []
            children.append(subprocess.Popen([fpm, *as_root, "--fpm-config", f"{folder}/fpm.conf"]))
            _wait_for(Path(folder, "fpm.sock"), children)
            children.append(subprocess.Popen([nginx, "-p", folder, "-c", f"{folder}/nginx.conf"]))
            while all(child.poll() is None for child in children):
                time.sleep(0.1)
        finally:
            for child in reversed(children):
                child.terminate()
                child.wait()


def _write(folder: str, name: str, text: str) -> None:
    Path(folder, name).write_text(text, encoding="utf-8")


def _wait_for(socket: Path, children: list[subprocess.Popen[bytes]]) -> None:
    deadline = time.monotonic() + SOCKET_SECONDS
    while not socket.exists() and children[0].poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)


if __name__ == "__main__":
    main(os.environ)
