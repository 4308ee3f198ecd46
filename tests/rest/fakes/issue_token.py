"""Access tokens that open nothing but the fake core."""

from datetime import timedelta

from domain.clock import Clock
from domain.errors import InvalidInput, StoreUnavailable, Unauthenticated
from domain.identity.authenticate import AccessToken, PasswordCredentials


class FakeIssueToken:
    """Gives till-1 the token `good` for a quarter of an hour; `is_away` makes it fail as a store does."""

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.is_away = False

    def __call__(self, credentials: PasswordCredentials, scope: str = "") -> AccessToken:
        """See the use case."""
        if self.is_away:
            raise StoreUnavailable
        if (credentials.name, credentials.secret) != ("till-1", "demo"):
            raise Unauthenticated
        if scope not in {"", "enquire-balance"}:
            raise InvalidInput("no such scope", field="scope")
        return AccessToken("good", self.clock.now() + timedelta(minutes=15), scope)
