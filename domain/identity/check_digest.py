"""Checks a WS-Security UsernameToken of type PasswordDigest."""

import hashlib
import hmac
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from domain.clock import Clock
from domain.identity.credential import Credential, StoredSecret
from domain.identity.find_credential import find_credential
from domain.identity.ports import NonceLog, SecretVault
from domain.identity.presented import DigestCredentials
from domain.identity.recent_credentials import RecentCredentials
from domain.identity.rejection import Reason, RejectedError
from domain.identity.verified import Verified

WINDOW = timedelta(seconds=300)
CLOCK_SPREAD = timedelta(seconds=60)
"""How far the clocks of two gateway machines may lie apart before a nonce is forgotten too early on one of them."""

NONCE_LIMIT_BYTES = 256

# The digest hashes nonce and Created without a mark between them. Four digits of year and nothing around the time
# leave one way only to cut them apart, so a replay can't move bytes from one to the other.
_CREATED = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:\d\d)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class CheckDigest:
    """Digests, each good once, and only while `Created` lies within `window` of now, before or after."""

    credentials: RecentCredentials
    vault: SecretVault
    nonces: NonceLog
    clock: Clock
    window: timedelta = WINDOW

    def __call__(self, presented: DigestCredentials) -> Verified:
        """The credential whose secret made this digest; raises `RejectedError` or `StoreUnavailable`.

        The nonce is used up only by a right digest: nobody can use up nonces of others, or fill the log.
        """
        now = self.clock.now()
        created = self._created(presented, now)
        is_readable = False

        def fits(credential: Credential | None, stored: StoredSecret) -> bool:
            nonlocal is_readable
            secret = self.vault.unseal(credential.id if credential else 0, stored.sealed)
            is_readable = is_readable or secret is not None
            is_right = hmac.compare_digest(digest_of(presented, secret or ""), presented.digest)
            return is_right and secret is not None

        credential, version = find_credential(self.credentials, presented.name, now, fits)
        if credential is None:
            raise RejectedError(Reason.UNKNOWN)
        if not version:
            raise RejectedError(_why_not(credential, is_readable=is_readable), name=credential.name)
        key = hashlib.sha256(b"%d:%b" % (credential.id, presented.nonce)).digest()
        if not self.nonces.use(key, max(created, now) + self.window + CLOCK_SPREAD):
            raise RejectedError(Reason.NONCE_REPLAYED, name=credential.name)
        return Verified(credential, version, credential.scope.operations)

    def _created(self, presented: DigestCredentials, now: datetime) -> datetime:
        if not 1 <= len(presented.nonce) <= NONCE_LIMIT_BYTES:
            raise RejectedError(Reason.NONCE_MALFORMED)
        created = parse_created(presented.created)
        if abs(created - now) > self.window:
            # Nothing was looked up yet, so this says nothing of names; and a wrong clock is what tills suffer from most.
            raise RejectedError(
                Reason.CREATED_OUTSIDE_WINDOW,
                sentence=f"Created lies over {self.window.total_seconds():.0f} seconds from the gateway's time; "
                "set the till's clock.",
            )
        return created


def _why_not(credential: Credential, *, is_readable: bool) -> Reason:
    if credential.revoked_at:
        return Reason.REVOKED
    if not credential.allows_digest:
        return Reason.DIGEST_NOT_ENABLED
    return Reason.WRONG_SECRET if is_readable else Reason.SECRET_UNREADABLE


def digest_of(presented: DigestCredentials, secret: str) -> bytes:
    """SHA-1(nonce + created + secret), as the UsernameToken profile has it."""
    created = presented.created.encode("utf-8", "surrogatepass")
    text = presented.nonce + created + secret.encode("utf-8", "surrogatepass")
    return hashlib.sha1(text).digest()  # noqa: S324 - the profile's hash; the secret is as long as the gateway makes it


def parse_created(created: str) -> datetime:
    """The time of an xs:dateTime, in UTC where it names no zone; raises `RejectedError`."""
    if not _CREATED.fullmatch(created):
        raise RejectedError(Reason.CREATED_MALFORMED)
    try:
        moment = datetime.fromisoformat(created)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError:
        raise RejectedError(Reason.CREATED_MALFORMED) from None
