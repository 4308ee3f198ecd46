"""What a hostile document is: its bytes, how they are sent, and what is expected of the answer."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from tests.wsdl.soap import enveloped, update_of
from wsdl.names import SOAP11, VERSIONS, SoapVersion

UPDATE = update_of(
    "<transactionId>1</transactionId><deviceId>till-1</deviceId><accountId>887</accountId>"
    "<accountType>customerLoyaltyAccount</accountType><updateAmount>5</updateAmount>"
)
"""An update that would be made, were it not for what is done to it."""

IDLE_UPDATE = UPDATE.replace("887", "no-such-account")
"""An update that moves nothing even if it is taken."""

REPLY = "a proper reply"
INVALID = frozenset({"Client.InvalidInput"})
TOO_LARGE = frozenset({"Client.TooLarge"})
BOUNDED = INVALID | TOO_LARGE
MUST_UNDERSTAND = frozenset({"MustUnderstand"})
MISMATCH = frozenset({"VersionMismatch"})
HARMLESS = frozenset({REPLY})
ANY_CLIENT = BOUNDED | MUST_UNDERSTAND | MISMATCH | {"DataEncodingUnknown"}
ANYTHING = ANY_CLIENT | HARMLESS


@dataclass(frozen=True)
class Canary:
    """What nothing may ever reach: an address that tells of every connection, a file with a secret in it."""

    url: str
    file: str


@dataclass(frozen=True)
class Hostile:
    """A document: its family and name, how it is sent, and which fault codes (or `REPLY`) are right."""

    family: str
    name: str
    body: bytes
    version: SoapVersion = SOAP11
    headers: dict[str, str] = field(default_factory=dict)
    expected: frozenset[str] = INVALID

    @property
    def path(self) -> str:
        """The service to which it pretends to belong."""
        return "/AccountBalanceService" if b"AccountBalance" in self.body else "/CustomerService"

    @property
    def content_type(self) -> str:
        """The Content-Type that it is sent with."""
        return self.headers.get("CONTENT_TYPE", f"{self.version.media_type}; charset=utf-8")


def both(
    family: str, name: str, body: str, *, header: str = "", prolog: str = "", expected: frozenset[str] = INVALID
) -> Iterator[Hostile]:
    """The document in an envelope of each version."""
    for version in VERSIONS:
        whole = (prolog + enveloped(body, version, header)).encode()
        yield Hostile(family, f"{name} {version.number}", whole, version, expected=expected)
