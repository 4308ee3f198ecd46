"""Settings: where the gateway listens, and how tills reach it."""
# ruff: noqa: RUF009 - `setting` makes a dataclass field, and its default stands where a reader looks for it

from dataclasses import dataclass
from pathlib import Path

from gateway.settings.setting import Network, base_url, networks, path, seconds, setting, text, whole


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where the gateway listens, and how tills reach it."""

    listen_host: str = setting(
        "LISTEN_HOST",
        text(),
        "127.0.0.1",
        "The address to listen on; 0.0.0.0 is every one.",
        danger="Off loopback, secrets must be given, and demo data is refused.",
    )
    listen_port: int = setting("LISTEN_PORT", whole(1, 65535), 8080, "The port to listen on.")
    public_url: str = setting(
        "PUBLIC_URL",
        base_url,
        "",
        "Where tills reach the gateway. It is written into the WSDLs; a caller's Host header never is.",
        danger="Wrong, tills that read the WSDL call the wrong place.",
        shown_default="http://LISTEN_HOST:LISTEN_PORT",
    )
    contract_version: str = setting(
        "CONTRACT_VERSION",
        text("v1"),
        "v1",
        "The version of the SOAP contract that is served at /axis2/services. Every version has an address of its own too, "
        "such as /axis2/services/v1.",
        danger="Tills need a version that their own contract can be read by; within one major version every newer can.",
    )
    processes: int = setting(
        "PROCESSES",
        whole(1, 64),
        1,
        "Processes that serve. One for each core answers most calls; measured in bench/results. On Linux they even out the "
        "connections that tills keep, by `Connection: close` in some replies of one that has more than its share.",
        danger="Several on SQLite take turns to write, which is safe from SQLite 3.51.3 on; with an older one, one only.",
    )
    threads: int = setting(
        "THREADS",
        whole(1, 256),
        32,
        "Calls that one process works on at the same time. Updates that wait together are written together.",
    )
    connections: int = setting(
        "CONNECTIONS_LIMIT",
        whole(128, 100_000),
        4096,
        "Connections that one process keeps open, idle ones too. Others wait until one is closed.",
        danger="More need more open files; the program takes as many as the system's hard limit allows.",
    )
    waiting_bodies: int = setting(
        "WAITING_BODIES_LIMIT",
        whole(1, 4096),
        480,
        "Bodies that one process waits for at the same time, beside the calls that it works on. Beyond it calls with a "
        "body are answered 503.",
        danger="Each holds a thread, some 60 KB. Few, slow senders keep honest ones out.",
    )
    body_seconds: float = setting(
        "BODY_SECONDS",
        seconds(1, 3600),
        20.0,
        "How long a body may take to arrive. A connection that takes longer is closed (on Linux), or refused when it ends.",
        unit="s",
        danger="Short, tills on poor lines are cut off; they send again, and nothing moves twice.",
    )
    header_bytes: int = setting(
        "HEADER_LIMIT_BYTES",
        whole(8192, 256 * 1024),
        32 * 1024,
        "About how large the HTTP header of a call may be; beyond it the answer is 431. Over 100 fields it always is.",
        unit="bytes",
    )
    stop_seconds: int = setting(
        "STOP_SECONDS", whole(1, 600), 20, "How long calls in hand may take to finish when the program stops.", unit="s"
    )
    tls_certificate_path: Path | None = setting(
        "TLS_CERTIFICATE_PATH", path, None, "The certificate chain (PEM), to serve TLS without a proxy in front."
    )
    tls_key_path: Path | None = setting("TLS_KEY_PATH", path, None, "The private key (PEM) of that certificate.")
    trusted_proxies: tuple[Network, ...] = setting(
        "TRUSTED_PROXIES",
        networks,
        (),
        "Addresses or networks of the proxies in front, with commas. Only from these is X-Forwarded-Proto believed.",
        danger="Whoever calls from these addresses can claim to use TLS.",
    )
    keep_alive_seconds: float = setting(
        "KEEP_ALIVE_SECONDS", seconds(1, 3600), 60.0, "How long an idle connection stays open.", unit="s"
    )
