"""Refusing takes the same work for every name, so neither time nor load says which names exist."""

from dataclasses import dataclass
from datetime import timedelta

import pytest

from domain.errors import Unauthenticated
from domain.identity.generated_secret import generate_secret
from domain.identity.presented import Credentials
from tests.domain.identity.world import CHOSEN, World, digest, password

NAMES = ["unknown", "bad name", "generated", "chosen", "digest", "rotated", "revoked", "hot"]


@dataclass(frozen=True)
class Work:
    """What an attempt cost."""

    reads: int
    tries: int
    argon2: int
    decrypted: int


@pytest.fixture
def peopled(world: World) -> World:
    """A world with a credential in every state."""
    for name in ("generated", "rotated", "revoked"):
        world.add(name)
    world.rotate("rotated", grace=timedelta(days=1))
    world.revoke("revoked")
    world.add("chosen", chosen_secret=CHOSEN)
    world.add("digest", allows_digest=True)
    world.add("hot", chosen_secret=CHOSEN, allows_digest=True)
    world.authenticate(password("hot", CHOSEN))
    return world


def work_of(world: World, presented: Credentials) -> Work:
    before = (world.records.reads, world.secrets.tried, world.argon2.verified, world.vault.unsealed)
    with pytest.raises(Unauthenticated):
        world.authenticate(presented)
    after = (world.records.reads, world.secrets.tried, world.argon2.verified, world.vault.unsealed)
    return Work(*(now - then for now, then in zip(after, before, strict=True)))


@pytest.mark.parametrize("name", NAMES[2:])
def test_a_wrong_password_costs_what_an_unknown_name_costs(peopled: World, name: str) -> None:
    assert work_of(peopled, password("unknown", "wrong")) == Work(reads=1, tries=2, argon2=2, decrypted=0)
    assert work_of(peopled, password(name, "wrong")) == Work(reads=1, tries=2, argon2=2, decrypted=0)


@pytest.mark.parametrize("name", NAMES[2:])
def test_a_wrong_secret_of_generated_form_costs_no_argon2_for_any_name(peopled: World, name: str) -> None:
    assert work_of(peopled, password("unknown", generate_secret())) == Work(reads=1, tries=2, argon2=0, decrypted=0)
    assert work_of(peopled, password(name, generate_secret())) == Work(reads=1, tries=2, argon2=0, decrypted=0)


@pytest.mark.parametrize("name", NAMES[2:])
def test_a_wrong_digest_costs_what_an_unknown_name_costs(peopled: World, name: str) -> None:
    now = peopled.clock.now().isoformat()
    assert work_of(peopled, digest("unknown", "wrong", now)) == Work(reads=1, tries=0, argon2=0, decrypted=2)
    assert work_of(peopled, digest(name, "wrong", now)) == Work(reads=1, tries=0, argon2=0, decrypted=2)


def test_names_that_no_credential_can_have_never_reach_the_database(peopled: World) -> None:
    assert work_of(peopled, password("bad name", "wrong")).reads == 0
    assert work_of(peopled, password("bad\x00name", "wrong")).reads == 0


def test_refusals_look_the_same_for_every_name(peopled: World) -> None:
    sentences = set()
    for name in NAMES:
        for presented in (password(name, "wrong"), digest(name, "wrong", peopled.clock.now().isoformat())):
            with pytest.raises(Unauthenticated) as refused:
                peopled.authenticate(presented)
            sentences.add((refused.value.sentence, refused.value.field, refused.value.args))
    assert len(sentences) == 1
