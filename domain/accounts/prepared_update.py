"""An update made ready for the ledger: checked, normalised, and with the keys that recognise a retry."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from functools import lru_cache
from hashlib import sha256

from domain.accounts.account import AccountType
from domain.accounts.update_command import Phase
from domain.identity.origin import Origin
from domain.programmes.programme import ProgrammeRules

_DIGITS = 12
_DIGEST_BYTES = 32


class MovementKind(Enum):
    """The business facts that the ledger records."""

    OPENING = "opening"
    EARN = "earn"
    REDEEM = "redeem"
    ADJUST = "adjust"
    HOLD = "hold"
    RELEASE = "release"
    REVERSAL = "reversal"
    REFUND = "refund"
    ROLL_OVER = "roll-over"
    EXPIRY = "expiry"
    REINSTATEMENT = "reinstatement"
    MERGE = "merge"


@dataclass(frozen=True, slots=True)
class Original:
    """The document that an update completes, cancels or reverses."""

    device: str
    transaction_id: str

    def __str__(self) -> str:
        return f"{self.device} {self.transaction_id}"


@dataclass(frozen=True, slots=True)
class PreparedUpdate:
    """One update on its way into the ledger.

    `explicit_key` is a digest, or None where the device and transaction id are there to make a natural key. `only_customer` is the number of
    the one customer whose account it may be, or empty. `kind` is set for movements that no till sends (opening,
    adjust, reinstatement). `lapses_hold_id` is the movement id of the one hold that a lapse is about. Times are aware, in UTC.
    """

    programme_id: int
    rules: ProgrammeRules
    account_type: AccountType
    account_number: str
    card_number: str
    amount: Decimal | None
    phase: Phase
    currency: str
    origin: Origin
    transaction_id: str
    reference_id: str
    original: Original | None
    occurred_at: datetime | None
    expires_at: datetime | None
    received_at: datetime
    explicit_key: bytes | None
    credential_id: int | None = None
    only_customer: str = ""
    kind: MovementKind | None = None
    reason: str = ""
    lapses_hold_id: int | None = None

    def natural_key(self, account_number: str) -> bytes | None:
        """The key that the message itself makes for this account, or None without device and transaction id.

        It is made after the account is found, so that a retry by account id of an update by card is recognised.
        """
        if self.lapses_hold_id is not None:
            return digest_key("lapse", str(self.lapses_hold_id))
        if not self.origin.device or not self.transaction_id:
            return None
        return natural_key(
            self.origin.device,
            self.transaction_id,
            self.account_type.value,
            account_number,
            part_of(self.reference_id, self.amount),
            self.phase.value,
        )

    @property
    def document(self) -> Original | None:
        """The document whose movements matter to this update: the original it names, else its own."""
        if self.original:
            return self.original
        if self.transaction_id:
            return Original(self.origin.device, self.transaction_id)
        return None


def part_of(reference_id: str, amount: Decimal | int | None) -> str:
    """What tells the updates of one document apart: the reference id, or without one the direction (+, -, 0, or `all`)."""
    if reference_id:
        return f"ref {reference_id}"
    if amount is None:
        return "all"
    return "+" if amount > 0 else "-" if amount < 0 else "0"


def natural_key(
    device: str, transaction_id: str, account_type: str, account_number: str, part: str, phase: str
) -> bytes:
    """The key of an update as its facts make it: its place among the keys, then the digest that tells it from any other.

    A digest alone lies anywhere, so that every update would change a page of the keys that no other has changed for long.
    By their place the keys of a till lie together, in the order of its own count.
    """
    count = "".join([char for char in transaction_id if "0" <= char <= "9"])[-_DIGITS:] or "0"
    digest = digest_key("natural", device, transaction_id, account_type, account_number, part, phase)
    return _place_of_till(device) + int(count).to_bytes(5) + digest


def without_place(key: bytes) -> bytes:
    """The digest of a key: all that a natural key was before it had a place. Other keys stay as they are."""
    return key[-_DIGEST_BYTES:]


@lru_cache(maxsize=4096)
def _place_of_till(device: str) -> bytes:
    # The first byte keeps them apart from nearly all keys that have no place.
    return b"\0" + sha256(device.encode()).digest()[:3]


def digest_key(*parts: str) -> bytes:
    """32 bytes that stand for these parts; no two different lists of parts share one."""
    return sha256("".join([f"{len(part)}:{part}" for part in parts]).encode()).digest()
