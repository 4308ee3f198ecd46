"""The token by which a page is asked for, however deep it lies: it says after which row to go on, in one query only."""

import base64
import binascii
import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from domain.errors import InvalidInput

_PURPOSE = b"loyalty gateway page token 1"
_SIGNATURE_BYTES = 16
_LONGEST_TOKEN = 1_000


class Position(NamedTuple):
    """Where a page begins: after the row whose sort key is `after`, with `offset` rows before it in all."""

    offset: int
    after: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageTokens:
    """Issues and reads page tokens: URL-safe ASCII, the same on both protocols.

    A token is signed, not secret: whoever holds it has seen the row that it names. `secret` comes from the settings and
    is the same in every process; after a change of it a search starts again at its first page.
    """

    secret: bytes = field(repr=False)

    def issue(self, query: Sequence[str | int], position: Position) -> str:
        """Return the token of the page at `position` of `query`, which is all that decides which rows match."""
        payload = json.dumps([position.offset, *position.after], separators=(",", ":")).encode()
        return base64.urlsafe_b64encode(self._sign(query, payload) + payload).decode().rstrip("=")

    def read(self, token: str, query: Sequence[str | int]) -> Position:
        """Return the position that `issue` put in.

        Raises InvalidInput (field pageToken) for a token that was changed, or issued for another query.
        """
        signed = _decoded(token)
        signature, payload = signed[:_SIGNATURE_BYTES], signed[_SIGNATURE_BYTES:]
        if not hmac.compare_digest(signature, self._sign(query, payload)):
            raise InvalidInput(
                "pageToken does not belong to this search; send one from a reply to the same search, or none.",
                field="pageToken",
            )
        offset, *after = json.loads(payload)
        return Position(offset, tuple(after))

    def _sign(self, query: Sequence[str | int], payload: bytes) -> bytes:
        # JSON keeps the parts apart: ("ab", "c") never signs like ("a", "bc").
        signed = b"\n".join([_PURPOSE, json.dumps(list(query)).encode(), payload])
        return hmac.digest(self.secret, signed, hashlib.sha256)[:_SIGNATURE_BYTES]


def _decoded(token: str) -> bytes:
    """The bytes of a token; none, which no signature fits, for what was never one."""
    if len(token) > _LONGEST_TOKEN or not token.isascii():
        return b""
    try:
        return base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        return b""
