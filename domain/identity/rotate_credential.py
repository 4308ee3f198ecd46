"""Use case: give a credential a new secret, while the old one opens a little longer."""

from dataclasses import dataclass, replace
from datetime import timedelta

from domain.clock import Clock
from domain.errors import InvalidInput
from domain.identity.credential import Credential
from domain.identity.ports import CredentialRecords
from domain.identity.secret_maker import SecretMaker, ShownCredential
from domain.text import echo

GRACE = timedelta(days=7)
LONGEST_GRACE = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class RotateCredential:
    """The old secret stays good for `grace`; a secret that was lost is rotated with a grace of zero."""

    records: CredentialRecords
    secrets: SecretMaker
    clock: Clock
    grace: timedelta = GRACE

    def __call__(self, name: str, *, chosen_secret: str = "", grace: timedelta | None = None) -> ShownCredential:
        """The credential and its new secret, shown this once; raises `InvalidInput` and has then changed nothing.

        The secret before the old one stops at once. Access tokens live as long as the secret that got them.
        """
        lasting = self.grace if grace is None else grace
        if not timedelta(0) <= lasting <= LONGEST_GRACE:
            raise InvalidInput(f"The grace period is 0 to {LONGEST_GRACE.days} days.", field="grace")
        known = self.records.by_name(name)
        secret = self.secrets.make(chosen_secret, is_demo=known.is_demo if known else False)
        hashed = self.secrets.hash(name, secret)

        def change(old: Credential) -> Credential:
            if old.revoked_at:
                raise InvalidInput("The credential is revoked; create a new one.", field="name")
            now = self.clock.now()
            return replace(
                old,
                secret=self.secrets.keep(old.id, hashed, secret, allows_digest=old.allows_digest),
                version=old.version + 1,
                previous=old.secret if lasting else None,
                previous_until=now + lasting if lasting else None,
                rotated_at=now,
            )

        changed = self.records.change(name, change)
        if changed is None:
            raise InvalidInput(f"There is no credential {echo(name)!r}.", field="name")
        return ShownCredential(changed, secret)
