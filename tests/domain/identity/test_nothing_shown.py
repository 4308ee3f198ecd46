"""What is printed, logged or raised never holds a secret: canaries in every representation."""

import traceback

import pytest

from domain.errors import Unauthenticated
from domain.identity.authenticate import AccessToken
from domain.identity.create_credential import NewCredential
from domain.identity.presented import Credentials, CustomerCredentials, TokenCredentials
from tests.builders import START
from tests.domain.identity.world import World, digest, password

CANARY = "canary-of-twenty-letters"


@pytest.mark.parametrize(
    "shown",
    [
        password("till-1", CANARY),
        TokenCredentials(CANARY),
        CustomerCredentials(CANARY),
        AccessToken(CANARY, START),
        NewCredential("CLUB", "till-1", chosen_secret=CANARY),
    ],
)
def test_a_representation_has_no_secret(shown: object) -> None:
    assert CANARY not in repr(shown)


def test_the_representation_of_a_kept_credential_has_no_hash_either(world: World) -> None:
    shown = world.add(allows_digest=True)
    told = repr(shown) + repr(shown.credential) + repr(world.add("till-2", chosen_secret=CANARY))
    for hidden in (shown.secret, CANARY, shown.credential.secret.hashed, shown.credential.secret.sealed):
        assert hidden not in told


def test_a_digest_is_not_shown() -> None:
    presented = digest("till-1", CANARY, "2026-11-01T12:00:00Z")
    assert repr(presented.digest) not in repr(presented)


@pytest.mark.parametrize(
    "presented",
    [
        password("till-1", CANARY),
        password(CANARY, CANARY),
        password(CANARY, CANARY, is_secure=False),
        digest(CANARY, "secret", "2026-11-01T12:00:00Z"),
        digest("till-1", "secret", CANARY),
        TokenCredentials(CANARY),
    ],
)
def test_a_refusal_repeats_nothing_that_was_presented(world: World, presented: Credentials) -> None:
    world.add()
    with pytest.raises(Unauthenticated) as refused:
        world.authenticate(presented)
    error = refused.value
    assert error.__suppress_context__
    assert CANARY not in f"{error!r} {error.sentence} {world.failed!r}"
    assert CANARY not in "".join(traceback.format_exception(error))
