"""Wires identity: what checks credentials, issues tokens, and keeps both."""

from dataclasses import dataclass
from datetime import timedelta

from adapters.argon2_secrets import PepperedSecrets
from adapters.database.credential_records import DatabaseCredentialRecords
from adapters.database.engine import Store
from adapters.database.nonce_log import DatabaseNonceLog
from adapters.database.programme_reader import DatabaseProgrammes
from adapters.database.programme_records import DatabaseProgrammeRecords
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from adapters.fernet_vault import FernetVault
from adapters.jose_access_tokens import JoseAccessTokens
from adapters.jose_customer_tokens import JoseCustomerTokens
from adapters.trusted_issuers import read_trusted_issuers
from domain.clock import Clock
from domain.identity.authenticate import Authenticate
from domain.identity.check_customer_token import CheckCustomerToken
from domain.identity.check_digest import CheckDigest
from domain.identity.check_password import CheckPassword
from domain.identity.check_token import CheckToken
from domain.identity.issue_token import IssueToken
from domain.identity.recent_credentials import RecentCredentials
from domain.identity.recent_programmes import RecentProgrammes
from domain.identity.rejection import AuthenticationFailed
from domain.identity.remembered_secrets import RememberedSecrets
from domain.identity.secret_maker import SecretMaker
from domain.programmes.find_programme import FindProgramme
from gateway.demo_issuer import demo_issuers
from gateway.http.call import current_call
from gateway.settings import Settings
from gateway.start_refused import StartRefused


@dataclass(frozen=True, slots=True)
class Identity:
    """What the faces need of identity (`authenticate`, `issue_token`), and what the commands keep credentials with."""

    authenticate: Authenticate
    issue_token: IssueToken
    records: DatabaseCredentialRecords
    programmes: DatabaseProgrammes
    secret_maker: SecretMaker
    find_programme: FindProgramme


def build_identity(
    settings: Settings, store: Store, reader: Reader, unit_of_work: UnitOfWork, clock: Clock
) -> Identity:
    """Identity on this store; raises `StartRefused` for keys and issuers that can't be used."""
    access = settings.access
    records = DatabaseCredentialRecords(reader, unit_of_work)
    programmes = DatabaseProgrammes(reader)
    recent = RecentCredentials(records, access.credential_memory_seconds)
    recent_programmes = RecentProgrammes(programmes, access.credential_memory_seconds)
    issuers = [*access.customer_issuers, *demo_issuers(settings)]
    try:
        hasher = PepperedSecrets([pepper.encode() for pepper in access.secret_peppers])
        vault = FernetVault(access.encryption_keys) if access.encryption_keys else None
        keys = [key.encode() for key in access.token_keys]
        tokens = JoseAccessTokens(keys, settings.public_url, settings.public_url, clock)
        customers = JoseCustomerTokens(read_trusted_issuers(issuers), clock)
    except ValueError as error:
        raise StartRefused(str(error)) from error
    remembered = RememberedSecrets(hasher, access.recent_password_seconds)
    passwords = CheckPassword(recent, remembered, clock, allow_open_transport=access.allow_insecure_auth)
    nonces = DatabaseNonceLog(store, unit_of_work, clock)
    window = timedelta(seconds=access.digest_window_seconds)
    authenticate = Authenticate(
        passwords=passwords,
        digests=CheckDigest(recent, vault, nonces, clock, window) if vault else None,
        tokens=CheckToken(tokens, recent, clock),
        customers=CheckCustomerToken(customers, recent_programmes),
        programmes=recent_programmes,
        report=_tell,
    )
    lifetime = timedelta(seconds=access.access_token_seconds)
    issue_token = IssueToken(passwords, tokens, clock, lifetime=lifetime, report=_tell)
    find_programme = FindProgramme(DatabaseProgrammeRecords(reader, unit_of_work))
    return Identity(authenticate, issue_token, records, programmes, SecretMaker(hasher, vault), find_programme)


def _tell(failed: AuthenticationFailed) -> None:
    """Keep for the call's log line why its credentials were refused; the caller is not told."""
    call = current_call.get()
    if call:
        call.reason = failed.reason.value
        call.refused_name = failed.name
