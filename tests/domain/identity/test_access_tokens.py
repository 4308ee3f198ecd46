"""Tills' access tokens: got for a secret, worth what the secret is worth."""

from datetime import timedelta

import pytest

from domain.errors import InvalidInput, Unauthenticated
from domain.identity.caller import TILL_OPERATIONS, Operation
from domain.identity.credential import CredentialScope
from domain.identity.presented import TokenCredentials
from domain.identity.rejection import TOKEN_EXPIRED, Reason
from tests.domain.identity.world import World, password


def token_of(world: World, secret: str, scope: str = "") -> TokenCredentials:
    return TokenCredentials(world.issue_token(password("till-1", secret), scope).token)


def refused(world: World, presented: TokenCredentials) -> Reason:
    with pytest.raises(Unauthenticated) as error:
        world.authenticate(presented)
    reason = world.failed[-1].reason
    is_old = reason is Reason.TOKEN_EXPIRED
    assert error.value.sentence == (TOKEN_EXPIRED if is_old else Unauthenticated.sentence_default)
    return reason


def test_a_token_stands_for_the_credential(world: World) -> None:
    shown = world.add(scope=CredentialScope(sites=frozenset({"0001"}), default_device="pos1"))
    by_token = world.authenticate(token_of(world, shown.secret))
    assert by_token == world.authenticate(password("till-1", shown.secret))


def test_the_answer_says_when_it_ends_and_what_it_opens(world: World) -> None:
    shown = world.add()
    access = world.issue_token(password("till-1", shown.secret))
    assert access.expires_at == world.clock.now() + timedelta(minutes=15)
    assert access.scope.split() == [operation.value for operation in Operation if operation in TILL_OPERATIONS]


def test_a_token_ends(world: World) -> None:
    presented = token_of(world, world.add().secret)
    world.clock.advance(minutes=14, seconds=59)
    assert world.authenticate(presented).operations == TILL_OPERATIONS
    world.clock.advance(seconds=1)
    assert refused(world, presented) is Reason.TOKEN_EXPIRED


def test_a_scope_narrows(world: World) -> None:
    presented = token_of(world, world.add().secret, "enquire-balance search-accounts")
    assert world.authenticate(presented).operations == {Operation.ENQUIRE_BALANCE, Operation.SEARCH_ACCOUNTS}


@pytest.mark.parametrize("scope", ["update-balance", "enquire-balance update-balance", "everything", "ENQUIRE-BALANCE"])
def test_a_scope_never_widens(world: World, scope: str) -> None:
    shown = world.add(scope=CredentialScope(frozenset({Operation.ENQUIRE_BALANCE})))
    with pytest.raises(InvalidInput) as refused_scope:
        token_of(world, shown.secret, scope)
    assert refused_scope.value.field == "scope"


def test_a_wrong_secret_gets_no_token_and_hears_nothing_of_scopes(world: World) -> None:
    world.add()
    with pytest.raises(Unauthenticated):
        token_of(world, "wrong", "everything")
    assert world.failed[0].reason is Reason.WRONG_SECRET


def test_the_hot_road_reads_nothing(world: World) -> None:
    presented = token_of(world, world.add().secret)
    world.authenticate(presented)
    reads = world.records.reads
    for _ in range(10):
        world.authenticate(presented)
    assert world.records.reads == reads


def test_revoking_the_credential_ends_its_tokens_within_the_memory_of_credentials(world: World) -> None:
    presented = token_of(world, world.add().secret)
    world.revoke("till-1")
    world.clock.advance(seconds=5)
    assert refused(world, presented) is Reason.REVOKED


def test_a_rotation_without_grace_ends_the_tokens_of_the_old_secret(world: World) -> None:
    presented = token_of(world, world.add().secret)
    world.rotate("till-1", grace=timedelta(0))
    world.clock.advance(seconds=5)
    assert refused(world, presented) is Reason.TOKEN_SUPERSEDED


def test_tokens_of_the_old_secret_live_as_long_as_its_grace(world: World) -> None:
    old = world.add().secret
    before = token_of(world, old)
    world.rotate("till-1", grace=timedelta(minutes=5))
    during = token_of(world, old)
    world.clock.advance(seconds=299)
    assert world.authenticate(before).name == world.authenticate(during).name == "till-1"
    world.clock.advance(seconds=1)
    assert refused(world, before) is Reason.TOKEN_SUPERSEDED
    assert refused(world, during) is Reason.TOKEN_SUPERSEDED


def test_a_token_of_a_new_secret_works_where_the_old_credential_is_remembered(world: World) -> None:
    old = world.add().secret
    world.authenticate(token_of(world, old))
    new = world.rotate("till-1")
    assert world.authenticate(token_of(world, new.secret)).name == "till-1"


def test_a_token_never_opens_more_than_the_credential_does_now(world: World) -> None:
    """A token signed for more than the credential has, as after its scope was narrowed."""
    shown = world.add(scope=CredentialScope(frozenset({Operation.ENQUIRE_BALANCE})))
    claims = world.tokens.read(token_of(world, shown.secret).access_token)
    wide = type(claims)(claims.credential_id, claims.version, TILL_OPERATIONS, claims.expires_at)
    caller = world.authenticate(TokenCredentials(world.tokens.sign(wide)))
    assert caller.operations == {Operation.ENQUIRE_BALANCE}


def test_a_token_of_nobody_is_refused(world: World) -> None:
    claims = world.tokens.read(token_of(world, world.add().secret).access_token)
    foreign = type(claims)(99, 1, TILL_OPERATIONS, claims.expires_at)
    assert refused(world, TokenCredentials(world.tokens.sign(foreign))) is Reason.UNKNOWN


def test_a_subject_narrows_a_token_too(world: World) -> None:
    presented = token_of(world, world.add().secret)
    assert world.authenticate(presented, subject="100").subject == "100"
