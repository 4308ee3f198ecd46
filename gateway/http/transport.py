"""Whether the way that a call came protects a password in clear."""

import ipaddress
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from gateway.settings.setting import Network

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_FORWARDING = frozenset(
    {
        "HTTP_FORWARDED",
        "HTTP_VIA",
        "HTTP_X_FORWARDED_FOR",
        "HTTP_X_FORWARDED_HOST",
        "HTTP_X_FORWARDED_PROTO",
        "HTTP_X_REAL_IP",
    }
)


class TransportSecurity:
    """Decides by the peer's address, the scheme, and forwarded headers from these proxies only."""

    def __init__(self, trusted_proxies: Sequence[Network]) -> None:
        self._trusted = tuple(trusted_proxies)
        self._kind_of = lru_cache(maxsize=4096)(self._classify)

    def settle(self, environ: "WSGIEnvironment") -> bool:
        """Whether TLS, or this machine alone, lies between the caller and the gateway.

        Behind a trusted proxy that is what its X-Forwarded-Proto says. A call that was forwarded by anyone else is not
        one from this machine, even where it comes from a loopback address. Scheme and REMOTE_ADDR then say the same to
        whoever asks the environ: the scheme of the caller, and no address for a call that was forwarded.
        """
        is_trusted, is_loopback = self._kind_of(environ.get("REMOTE_ADDR", ""))
        is_secure: bool = environ["wsgi.url_scheme"] == "https"
        if environ.keys().isdisjoint(_FORWARDING):
            return is_secure or is_loopback
        if is_trusted:
            is_secure = _says_https(environ.get("HTTP_X_FORWARDED_PROTO", ""))
        environ["wsgi.url_scheme"] = "https" if is_secure else "http"
        environ["REMOTE_ADDR"] = ""
        return is_secure

    def _classify(self, address: str) -> tuple[bool, bool]:
        """Whether an address is a trusted proxy's, and whether it is this machine's."""
        try:
            peer = ipaddress.ip_address(address)
        except ValueError:
            return False, False
        mapped = getattr(peer, "ipv4_mapped", None)
        peer = mapped or peer
        is_trusted = any(peer.version == network.version and peer in network for network in self._trusted)
        return is_trusted, peer.is_loopback


def _says_https(forwarded_protocol: str) -> bool:
    """Whether every proxy on the way says https: each adds its own word to the list."""
    words = [word.strip().lower() for word in forwarded_protocol.split(",")]
    return all(word == "https" for word in words)
