"""Finds the credential of a presented name and tries its secrets, at the same cost for every name."""

import re
from collections.abc import Callable
from datetime import datetime

from domain.identity.credential import Credential, StoredSecret
from domain.identity.recent_credentials import RecentCredentials
from domain.text import LONGEST_IDENTIFIER, XML_WHITESPACE

NAME_FORM = re.compile(rf"[\x21-\x39\x3b-\x7e]{{1,{LONGEST_IDENTIFIER}}}")
"""Names of credentials: printable ASCII without space, and without the colon that ends a name in HTTP Basic."""

NO_SECRET = StoredSecret(hashed="")
TRIES = 2
"""How many secrets are tried before anyone is refused: as many as a credential may have."""

Try = Callable[[Credential | None, StoredSecret], bool]


def find_credential(
    credentials: RecentCredentials, presented_name: str, now: datetime, fits: Try
) -> tuple[Credential | None, int]:
    """The credential of this name and the version of its secret that fits; version 0 where none does.

    A failure costs one read of the store and two tries for every name: unknown, revoked, with one secret or with two.
    What was read a while ago is read again before anyone is refused, so a new secret works at once.
    """
    name = presented_name.strip(XML_WHITESPACE)
    credential, is_new = credentials.by_name(name) if NAME_FORM.fullmatch(name) else (None, True)
    version = _try_secrets(credential, now, fits)
    if version or is_new or credential is None:
        return credential, version
    newest = credentials.reread(credential)
    if newest == credential:
        return credential, 0
    return newest, _try_secrets(newest, now, fits)


def _try_secrets(credential: Credential | None, now: datetime, fits: Try) -> int:
    secrets = credential.secrets_at(now) if credential else ()
    for version, secret in secrets:
        if fits(credential, secret):
            return version
    for _ in range(TRIES - len(secrets)):
        fits(credential, NO_SECRET)
    return 0
