"""Which transports protect a password: TLS, this machine, and what trusted proxies say."""

import ipaddress
from typing import Any

import pytest

from gateway.http.transport import TransportSecurity

PROXIES = [ipaddress.ip_network("10.0.0.0/24"), ipaddress.ip_network("fd00::1")]
FROM_PROXY = {"REMOTE_ADDR": "10.0.0.9"}
FROM_HERE = {"REMOTE_ADDR": "127.0.0.1"}
FROM_ELSEWHERE = {"REMOTE_ADDR": "203.0.113.7"}
SAYS_HTTPS = {"HTTP_X_FORWARDED_PROTO": "https"}
OVER_TLS = {"wsgi.url_scheme": "https"}


def settle(**environ: Any) -> tuple[bool, dict[str, Any]]:
    whole = {"wsgi.url_scheme": "http", **environ}
    return TransportSecurity(PROXIES).settle(whole), whole


@pytest.mark.parametrize(
    "environ",
    [
        FROM_HERE,
        {"REMOTE_ADDR": "::1"},
        {"REMOTE_ADDR": "::ffff:127.0.0.1"},
        FROM_ELSEWHERE | OVER_TLS,
        FROM_PROXY | SAYS_HTTPS,
        FROM_PROXY | {"HTTP_X_FORWARDED_PROTO": "https, HTTPS"},
        {"REMOTE_ADDR": "::ffff:10.0.0.9"} | SAYS_HTTPS,
        {"REMOTE_ADDR": "fd00::1"} | SAYS_HTTPS,
        FROM_PROXY | OVER_TLS,
    ],
)
def test_secure(environ: dict[str, str]) -> None:
    assert settle(**environ)[0]


@pytest.mark.parametrize(
    "environ",
    [
        FROM_ELSEWHERE,
        FROM_ELSEWHERE | SAYS_HTTPS,
        FROM_PROXY,
        FROM_PROXY | {"HTTP_X_FORWARDED_PROTO": "http"},
        FROM_PROXY | {"HTTP_X_FORWARDED_PROTO": "http, https"},
        FROM_PROXY | {"HTTP_X_FORWARDED_PROTO": "https, http"},
        FROM_PROXY | OVER_TLS | {"HTTP_X_FORWARDED_PROTO": "http"},
        FROM_PROXY | {"HTTP_X_FORWARDED_PROTO": ""},
        FROM_PROXY | {"HTTP_X_FORWARDED_FOR": "203.0.113.7"},
        {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "not an address"},
        {},
    ],
)
def test_not_secure(environ: dict[str, str]) -> None:
    assert not settle(**environ)[0]


@pytest.mark.parametrize(
    "header",
    ["HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REAL_IP"],
)
def test_a_call_forwarded_by_an_untrusted_proxy_on_this_machine_is_not_from_this_machine(header: str) -> None:
    is_secure, environ = settle(**FROM_HERE, **{header: "https"})
    assert not is_secure
    assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == ("", "http")


def test_the_environ_then_says_the_same_to_every_face() -> None:
    _, environ = settle(**FROM_PROXY, **SAYS_HTTPS)
    assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == ("", "https")
    _, environ = settle(**FROM_HERE)
    assert (environ["REMOTE_ADDR"], environ["wsgi.url_scheme"]) == ("127.0.0.1", "http")
