"""Hashes of secrets: what they accept, what is needed to check them, and that nothing is told by the work."""

import pytest
from pwdlib.hashers.argon2 import Argon2Hasher

from adapters.argon2_secrets import PepperedSecrets
from tests.domain.identity.world import GENERATED_FORM, CountingArgon2

PEPPER, OTHER_PEPPER = b"p" * 32, b"q" * 32
CHOSEN = "correct horse battery"


@pytest.fixture(scope="module")
def secrets() -> PepperedSecrets:
    """With the real Argon2."""
    return PepperedSecrets([PEPPER])


@pytest.mark.parametrize(
    "secret", [CHOSEN, GENERATED_FORM, "k\u00e4se \U0001f9c0", "", "\ud800", pytest.param("x" * 10_000, id="long")]
)
def test_a_hash_accepts_its_name_and_secret_only(secrets: PepperedSecrets, secret: str) -> None:
    hashed = secrets.hash("till-1", secret)
    assert secrets.matches("till-1", secret, hashed)
    assert not secrets.matches("till-1", secret + "x", hashed)
    assert not secrets.matches("till-2", secret, hashed)
    assert not secrets.matches("till-", "1" + secret, hashed)


def test_chosen_secrets_are_kept_by_argon2id(secrets: PepperedSecrets) -> None:
    kind, _, kept = secrets.hash("till-1", CHOSEN).split("$", 2)
    assert kind == "argon2id"
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert Argon2Hasher.identify(kept)


def test_two_hashes_of_one_chosen_secret_differ(secrets: PepperedSecrets) -> None:
    assert secrets.hash("till-1", CHOSEN) != secrets.hash("till-1", CHOSEN)


@pytest.mark.parametrize("secret", [CHOSEN, GENERATED_FORM])
def test_the_database_alone_opens_nothing(secret: str) -> None:
    hashed = PepperedSecrets([PEPPER], CountingArgon2()).hash("till-1", secret)
    assert not PepperedSecrets([OTHER_PEPPER], CountingArgon2()).matches("till-1", secret, hashed)


@pytest.mark.parametrize("secret", [CHOSEN, GENERATED_FORM])
def test_it_is_the_pepper_that_opens_and_not_its_id(secret: str) -> None:
    """Whoever has the database can write any id, and knows no pepper."""
    mine, theirs = (PepperedSecrets([pepper], CountingArgon2()) for pepper in (PEPPER, OTHER_PEPPER))
    my_id, their_id = (each.hash("till-1", secret).split("$")[1] for each in (mine, theirs))
    assert my_id != their_id
    assert not mine.matches("till-1", secret, theirs.hash("till-1", secret).replace(their_id, my_id))


@pytest.mark.parametrize("secret", [CHOSEN, GENERATED_FORM])
def test_a_pepper_is_changed_by_putting_a_new_one_in_front(secret: str) -> None:
    old = PepperedSecrets([PEPPER], CountingArgon2()).hash("till-1", secret)
    both = PepperedSecrets([OTHER_PEPPER, PEPPER], CountingArgon2())
    assert both.matches("till-1", secret, old)
    assert PepperedSecrets([OTHER_PEPPER], CountingArgon2()).matches("till-1", secret, both.hash("till-1", secret))


@pytest.mark.parametrize(
    "hashed", ["", "$", "hmac-sha256$", "argon2id$", "x$y$z", "argon2id$$$", "hmac-sha256$k\u00e4$k\u00e4"]
)
@pytest.mark.parametrize("secret", [CHOSEN, GENERATED_FORM])
def test_damaged_hashes_accept_nothing(hashed: str, secret: str) -> None:
    assert not PepperedSecrets([PEPPER], CountingArgon2()).matches("till-1", secret, hashed)


@pytest.mark.parametrize("kept_secret", [None, CHOSEN, "lgs_" + "B" * 43])
@pytest.mark.parametrize(("secret", "argon2"), [("wrong", 1), (GENERATED_FORM, 0)])
def test_the_work_depends_on_the_form_of_the_secret_alone(kept_secret: str | None, secret: str, argon2: int) -> None:
    counting = CountingArgon2()
    secrets = PepperedSecrets([PEPPER], counting)
    hashed = "" if kept_secret is None else secrets.hash("till-1", kept_secret)
    assert not secrets.matches("till-1", secret, hashed)
    assert counting.verified == argon2


def test_a_hash_of_one_kind_is_no_hash_of_the_other() -> None:
    """The keyed text of a generated secret, put where Argon2's hash stands, and the other way round."""
    secrets = PepperedSecrets([PEPPER], CountingArgon2())
    generated = GENERATED_FORM
    assert not secrets.matches(
        "till-1", generated, secrets.hash("till-1", generated).replace("hmac-sha256", "argon2id")
    )
    assert not secrets.matches("till-1", CHOSEN, secrets.hash("till-1", CHOSEN).replace("argon2id", "hmac-sha256"))


@pytest.mark.parametrize("peppers", [[], [b"short"], [PEPPER, b""]])
def test_a_short_pepper_is_refused(peppers: list[bytes]) -> None:
    with pytest.raises(ValueError, match="32 random bytes"):
        PepperedSecrets(peppers)
