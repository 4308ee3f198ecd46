"""Everything that checks and administers credentials, over fakes that count what they are asked."""

import base64
import hashlib
import os
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from cryptography.fernet import Fernet

from adapters.argon2_secrets import PepperedSecrets
from adapters.fernet_vault import FernetVault
from adapters.jose_access_tokens import JoseAccessTokens
from domain.identity.authenticate import Authenticate
from domain.identity.check_digest import CheckDigest
from domain.identity.check_password import CheckPassword
from domain.identity.check_token import CheckToken
from domain.identity.create_credential import CreateCredential, NewCredential
from domain.identity.issue_token import IssueToken
from domain.identity.presented import DigestCredentials, PasswordCredentials
from domain.identity.recent_credentials import RecentCredentials
from domain.identity.rejection import AuthenticationFailed
from domain.identity.remembered_secrets import RememberedSecrets
from domain.identity.revoke_credential import RevokeCredential
from domain.identity.rotate_credential import RotateCredential
from domain.identity.secret_maker import SecretMaker, ShownCredential
from domain.programmes.programme import Programme, Site
from tests.builders import TestClock
from tests.fakes.credential_records import FakeCredentialRecords
from tests.fakes.nonce_log import FakeNonceLog
from tests.fakes.programme_reader import FakeProgrammes

PEPPER = b"pepper of thirty-two bytes, or so"
SIGNING_KEY = b"signing key of thirty-two bytes, or so"
SITES = {code: Site(code, f"Shop {code}", "Europe/London") for code in ("0001", "0002")}
CLUB = Programme(1, "CLUB", "Club", sites=SITES)
OTHER = Programme(2, "OTHER", "Other")
CHOSEN = "correct horse battery"
GENERATED_FORM = "lgs_" + "A" * 43


class CountingArgon2:
    """Stands for Argon2: as right, not as slow, and it counts."""

    def __init__(self) -> None:
        self.hashed = 0
        self.verified = 0

    def hash(self, password: str) -> str:
        self.hashed += 1
        return hashlib.sha256(b"argon2 " + password.encode()).hexdigest()

    def verify(self, password: str, hash: str) -> bool:  # noqa: A002 - the library's name
        self.verified += 1
        return hashlib.sha256(b"argon2 " + password.encode()).hexdigest() == hash


class CountingSecrets(PepperedSecrets):
    """Counts how often a secret is tried."""

    tried = 0

    def matches(self, name: str, secret: str, hashed: str) -> bool:
        self.tried += 1
        return super().matches(name, secret, hashed)


class CountingVault(FernetVault):
    """Counts how often something is decrypted."""

    unsealed = 0

    def unseal(self, credential_id: int, sealed: str) -> str | None:
        self.unsealed += 1
        return super().unseal(credential_id, sealed)


class Ticker:
    """A monotonic clock that follows a `TestClock`."""

    def __init__(self, clock: TestClock) -> None:
        self._clock = clock

    def __call__(self) -> float:
        return self._clock.now().timestamp()


@dataclass
class World:
    """The whole of identity but customers' tokens; `failed` is what was reported of refused attempts.

    What is kept is kept by fakes, unless the real ones are given.
    """

    clock: TestClock = field(default_factory=TestClock)
    records: Any = field(default_factory=FakeCredentialRecords)
    programmes: Any = field(default_factory=lambda: FakeProgrammes(CLUB, OTHER))
    nonces: Any = None
    argon2: Any = field(default_factory=CountingArgon2)
    failed: list[AuthenticationFailed] = field(default_factory=list)
    encryption_key: str = field(default_factory=lambda: Fernet.generate_key().decode())

    def __post_init__(self) -> None:
        tick = Ticker(self.clock)
        self.nonces = self.nonces or FakeNonceLog(self.clock)
        self.secrets = CountingSecrets([PEPPER], self.argon2)
        self.vault = CountingVault([self.encryption_key])
        self.tokens = JoseAccessTokens([SIGNING_KEY], "gateway", "gateway", self.clock)
        self.recent = RecentCredentials(self.records, 5, tick)
        self.remembered = RememberedSecrets(self.secrets, 60, tick=tick)
        passwords = CheckPassword(self.recent, self.remembered, self.clock)
        self.authenticate = Authenticate(
            passwords=passwords,
            digests=CheckDigest(self.recent, self.vault, self.nonces, self.clock),
            tokens=CheckToken(self.tokens, self.recent, self.clock),
            programmes=self.programmes,
            report=self.failed.append,
        )
        self.issue_token = IssueToken(passwords, self.tokens, self.clock, report=self.failed.append)
        maker = SecretMaker(self.secrets, self.vault)
        self.create = CreateCredential(self.records, self.programmes, maker, self.clock)
        self.rotate = RotateCredential(self.records, maker, self.clock, timedelta(days=7))
        self.revoke = RevokeCredential(self.records, self.clock)

    def add(self, name: str = "till-1", **more: Any) -> ShownCredential:
        """A new credential of the club's."""
        return self.create(NewCredential("CLUB", name, **more))


def password(name: str, secret: str, *, is_secure: bool = True) -> PasswordCredentials:
    """A name and its secret over TLS."""
    return PasswordCredentials(name, secret, is_secure)


def digest(name: str, secret: str, created: str, nonce: bytes = b"") -> DigestCredentials:
    """A UsernameToken of type PasswordDigest, as a till makes it, with a nonce of its own unless one is given."""
    nonce = nonce or os.urandom(16)
    made = hashlib.sha1(nonce + created.encode() + secret.encode()).digest()  # noqa: S324 - the profile's hash
    return DigestCredentials(name, base64.b64decode(base64.b64encode(made)), nonce, created)
