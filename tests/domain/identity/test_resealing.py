"""Changing the encryption key: the new one goes in front, all is encrypted anew, the old one is thrown away."""

from dataclasses import replace
from datetime import timedelta

from cryptography.fernet import Fernet

from adapters.fernet_vault import FernetVault
from domain.identity.reseal_credentials import ResealCredentials
from tests.domain.identity.world import World

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


def test_after_resealing_the_old_key_can_be_thrown_away() -> None:
    world = World(encryption_key=OLD)
    first = world.add("till-1", allows_digest=True)
    second = world.rotate("till-1", grace=timedelta(days=1))
    world.add("till-2")
    resealed = ResealCredentials(world.records, FernetVault([NEW, OLD]))()
    assert (resealed.count, list(resealed.unreadable)) == (1, [])
    kept = world.records.by_name("till-1")
    assert kept
    assert kept.previous
    new = FernetVault([NEW])
    assert new.unseal(kept.id, kept.secret.sealed) == second.secret
    assert new.unseal(kept.id, kept.previous.sealed) == first.secret
    assert kept.version == 2, "tokens stay good"


def test_what_no_key_opens_is_named_and_left_as_it_is(world: World) -> None:
    world.add("till-1", allows_digest=True)
    world.records.change("till-1", lambda old: replace(old, secret=replace(old.secret, sealed="damaged")))
    resealed = ResealCredentials(world.records, world.vault)()
    assert (resealed.count, list(resealed.unreadable)) == (0, ["till-1"])
    kept = world.records.by_name("till-1")
    assert kept
    assert kept.secret.sealed == "damaged"
