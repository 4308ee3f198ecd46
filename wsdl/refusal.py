"""A refusal on its way to becoming a SOAP fault."""

from collections.abc import Sequence
from enum import Enum

from domain.errors import LoyaltyError

ECHO_LIMIT = 200
"""No reply repeats more characters than this of what the caller sent."""


class FaultKind(Enum):
    """The fault codes that SOAP itself defines; `Client` and `Server` become Sender and Receiver in SOAP 1.2.

    `DataEncodingUnknown` is known to SOAP 1.2 only.
    """

    CLIENT = "Client"
    SERVER = "Server"
    MUST_UNDERSTAND = "MustUnderstand"
    VERSION_MISMATCH = "VersionMismatch"
    DATA_ENCODING_UNKNOWN = "DataEncodingUnknown"


class SoapRefusal(Exception):
    """A domain error with what only SOAP or HTTP needs to know about it.

    `kind` is None where the table in `wsdl/faults.py` decides. `http_status` is 0 where the SOAP version decides.
    `not_understood` holds the names of header blocks that a MustUnderstand fault lists.
    """

    def __init__(
        self,
        error: LoyaltyError,
        *,
        kind: FaultKind | None = None,
        http_status: int = 0,
        headers: Sequence[tuple[str, str]] = (),
        not_understood: Sequence[str] = (),
    ) -> None:
        super().__init__(error.sentence)
        self.error = error
        self.kind = kind
        self.http_status = http_status
        self.headers = tuple(headers)
        self.not_understood = tuple(not_understood)


def echo(text: str) -> str:
    """The caller's own text, fit to be repeated: no control characters, and no longer than the limit."""
    cleaned = "".join(character if character.isprintable() else " " for character in text[:ECHO_LIMIT])
    return f"{cleaned[: ECHO_LIMIT - 3]}..." if len(text) > ECHO_LIMIT else cleaned
