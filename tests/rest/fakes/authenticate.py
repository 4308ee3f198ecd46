"""Credentials that a test made up."""

import dataclasses
from dataclasses import dataclass, field

from domain.errors import NotAllowed, Unauthenticated
from domain.identity.authenticate import Credentials, CustomerCredentials, PasswordCredentials, TokenCredentials
from domain.identity.caller import CUSTOMER_OPERATIONS, Caller
from domain.programmes.programme import Programme

PROGRAMME = Programme(id=1, code="CLUB", name="Club")
TILL = Caller(PROGRAMME, credential_id=1, name="till-1", default_site="0001", default_device="pos1@0001.enactor")


@dataclass
class FakeAuthenticate:
    """Knows till-1 with the secret demo, the access token `good`, and customers by tokens like `customer 100`."""

    caller: Caller = TILL
    seen: list[Credentials] = field(default_factory=list)

    def __call__(self, credentials: Credentials, *, subject: str = "") -> Caller:
        self.seen.append(credentials)
        if isinstance(credentials, CustomerCredentials):
            return self._customer(credentials.id_token, subject)
        is_known = isinstance(credentials, TokenCredentials) and credentials.access_token == "good"
        if isinstance(credentials, PasswordCredentials):
            is_known = (credentials.name, credentials.secret) == ("till-1", "demo")
        if not is_known:
            raise Unauthenticated
        return dataclasses.replace(self.caller, subject=subject)

    def _customer(self, token: str, subject: str) -> Caller:
        kind, _, number = token.partition(" ")
        if kind != "customer":
            raise Unauthenticated
        if subject and subject != number:
            raise NotAllowed
        return dataclasses.replace(self.caller, operations=CUSTOMER_OPERATIONS, subject=number, is_customer=True)
