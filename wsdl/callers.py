"""Tells who calls, and in what context, from a request that passed the guard."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from lxml import etree

from domain.clock import Clock
from domain.errors import InvalidInput, Unauthenticated
from domain.identity.authenticate import Authenticate, PasswordCredentials
from domain.identity.caller import Caller
from wsdl.context import RequestContext, request_context
from wsdl.contract import Contract
from wsdl.credentials import challenge, http_credentials, token_credentials
from wsdl.guard.understanding import REQUEST_CONTEXT, SECURITY

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class Callers:
    """Reads header blocks and HTTP headers, and has the core check the credentials.

    `is_secure` tells whether a request came over a transport that protects a password (TLS or loopback).
    """

    def __init__(
        self,
        authenticate: Authenticate,
        contract: Contract,
        clock: Clock,
        is_secure: "Callable[[WSGIEnvironment], bool]",
    ) -> None:
        self._authenticate = authenticate
        self._contract = contract
        self._clock = clock
        self._is_secure = is_secure

    def identify(self, environ: "WSGIEnvironment", blocks: Sequence[etree._Element]) -> tuple[Caller, RequestContext]:
        """The caller and the context of a request.

        Credentials in the SOAP header are taken before those of HTTP, which may be a proxy's. Raises `Unauthenticated`
        (as a 401 with a challenge where HTTP is asked), `NotAllowed`, or `InvalidInput` for a malformed block.
        """
        security = _single(blocks, SECURITY) if blocks else None
        block = _single(blocks, REQUEST_CONTEXT) if blocks else None
        if block is not None:
            self._contract.validate(block)
        context = request_context(environ, block)
        secure = self._is_secure(environ)
        if security is not None:
            token = token_credentials(security, self._clock, is_secure=secure)
            if token is not None:
                return self._authenticate(token, subject=context.subject), context
        return self._by_http(http_credentials(environ, is_secure=secure), context.subject), context

    def _by_http(self, credentials: PasswordCredentials | None, subject: str) -> Caller:
        if credentials is None:
            raise challenge(Unauthenticated("Send credentials: HTTP Basic, or a WS-Security UsernameToken."))
        try:
            return self._authenticate(credentials, subject=subject)
        except Unauthenticated as error:
            raise challenge(error) from error


def _single(blocks: Sequence[etree._Element], name: str) -> etree._Element | None:
    found = [block for block in blocks if block.tag == name]
    if len(found) > 1:
        raise InvalidInput(f"The header has {etree.QName(name).localname} more than once; send it once.")
    return found[0] if found else None
