"""Making, changing, closing and listing credentials."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from domain.errors import InvalidInput, Unauthenticated
from domain.identity.create_credential import CreateCredential, NewCredential
from domain.identity.credential import CredentialScope
from domain.identity.generated_secret import generate_secret, has_generated_form
from domain.identity.list_credentials import ListCredentials
from domain.identity.secret_maker import SecretMaker
from tests.domain.identity.world import CHOSEN, GENERATED_FORM, World, password


def opens(world: World, secret: str) -> bool:
    try:
        world.authenticate(password("till-1", secret))
    except Unauthenticated:
        return False
    return True


def test_generated_secrets_have_256_bits_and_never_come_twice() -> None:
    made = {generate_secret() for _ in range(1000)}
    assert len(made) == 1000
    assert all(has_generated_form(secret) and len(secret) == 4 + 43 for secret in made)


def test_what_is_shown_once_is_nowhere_in_what_is_kept(world: World) -> None:
    shown = world.add(allows_digest=True)
    kept = world.records.by_name("till-1")
    assert kept == shown.credential
    assert shown.secret not in f"{shown.credential.secret.hashed} {shown.credential.secret.sealed}"


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "till 1"}, "name"),
        ({"name": "till:1"}, "name"),
        ({"name": "till\x00"}, "name"),
        ({"name": "kässa"}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"programme_code": "NOWHERE"}, "programme"),
        ({"scope": CredentialScope(frozenset())}, "operations"),
        ({"scope": CredentialScope(sites=frozenset())}, "sites"),
        ({"scope": CredentialScope(sites=frozenset({"0003"}))}, "sites"),
        ({"scope": CredentialScope(default_site="0003")}, "sites"),
        ({"scope": CredentialScope(sites=frozenset({"0001"}), default_site="0002")}, "default_site"),
        ({"chosen_secret": "short"}, "secret"),
        ({"chosen_secret": "x" * 256}, "secret"),
        ({"chosen_secret": "with\na new line"}, "secret"),
        ({"chosen_secret": GENERATED_FORM}, "secret"),
    ],
)
def test_what_can_not_be_is_refused_and_nothing_is_made(world: World, wrong: dict[str, Any], field: str) -> None:
    command = {"programme_code": "CLUB", "name": "till-1", **wrong}
    with pytest.raises(InvalidInput) as refused:
        world.create(NewCredential(**command))
    assert refused.value.field == field
    assert not world.records.list(None)


def test_a_name_is_taken_for_ever(world: World) -> None:
    world.add()
    world.revoke("till-1")
    with pytest.raises(InvalidInput, match="already"):
        world.add()


def test_digests_need_an_encryption_key(world: World) -> None:
    create = CreateCredential(world.records, world.programmes, SecretMaker(world.secrets), world.clock)
    with pytest.raises(InvalidInput, match="ENCRYPTION_KEYS"):
        create(NewCredential("CLUB", "till-1", allows_digest=True))
    assert not world.records.list(None)


def test_demo_credentials_may_have_a_short_secret_and_are_known_as_such(world: World) -> None:
    assert not world.records.has_demo_credentials()
    world.add(chosen_secret="demo", is_demo=True)
    assert opens(world, "demo")
    assert world.records.has_demo_credentials()
    world.revoke("till-1")
    assert not world.records.has_demo_credentials()


def test_rotating_gives_a_new_secret_and_the_old_one_its_grace(world: World) -> None:
    old = world.add()
    new = world.rotate("till-1")
    assert new.secret != old.secret
    assert opens(world, new.secret)
    assert opens(world, old.secret)
    world.clock.advance(days=7)
    assert opens(world, new.secret)
    assert not opens(world, old.secret)


def test_rotating_without_grace_ends_the_old_secret_now(world: World) -> None:
    old = world.add()
    world.rotate("till-1", grace=timedelta(0))
    assert not opens(world, old.secret)


def test_rotating_twice_ends_the_first_secret(world: World) -> None:
    first = world.add()
    second = world.rotate("till-1")
    third = world.rotate("till-1", chosen_secret=CHOSEN)
    assert [opens(world, shown.secret) for shown in (first, second, third)] == [False, True, True]


def test_revoking_ends_every_secret_and_keeps_none(world: World) -> None:
    old = world.add(allows_digest=True)
    new = world.rotate("till-1")
    revoked = world.revoke("till-1")
    assert not opens(world, old.secret)
    assert not opens(world, new.secret)
    assert (revoked.secret.hashed, revoked.secret.sealed, revoked.previous) == ("", "", None)
    world.clock.advance(days=1)
    assert world.revoke("till-1") == revoked, "the first time stands"


def test_a_revoked_credential_is_not_rotated_back_to_life(world: World) -> None:
    world.add()
    world.revoke("till-1")
    with pytest.raises(InvalidInput, match="revoked"):
        world.rotate("till-1")


@pytest.mark.parametrize("grace", [timedelta(seconds=-1), timedelta(days=91)])
def test_a_grace_is_0_to_90_days(world: World, grace: timedelta) -> None:
    world.add()
    with pytest.raises(InvalidInput, match="grace"):
        world.rotate("till-1", grace=grace)


@pytest.mark.parametrize("act", [lambda world: world.rotate("till-1"), lambda world: world.revoke("till-1")])
def test_a_credential_that_is_not_there_is_said_to_be_so(world: World, act: Callable[[World], object]) -> None:
    with pytest.raises(InvalidInput, match="no credential 'till-1'"):
        act(world)


def test_credentials_are_listed_by_name_and_programme(world: World) -> None:
    world.add("till-2")
    world.add("till-1")
    world.create(NewCredential("OTHER", "till-3"))
    listed = ListCredentials(world.records, world.programmes)
    assert [credential.name for credential in listed()] == ["till-1", "till-2", "till-3"]
    assert [credential.name for credential in listed("CLUB")] == ["till-1", "till-2"]
    with pytest.raises(InvalidInput):
        listed("NOWHERE")
