"""What is remembered of a secret fits that name, that secret and that stored hash, and nothing else."""

import pytest

from domain.identity.remembered_secrets import RememberedSecrets


class OneSecret:
    """A hasher for which one triple is right."""

    def hash(self, name: str, secret: str) -> str:
        raise NotImplementedError

    def matches(self, name: str, secret: str, hashed: str) -> bool:
        return (name, secret, hashed) == ("till-1", "2:secret", "kept")


@pytest.mark.parametrize(
    ("name", "secret", "hashed"),
    [
        ("till-12", ":secret", "kept"),
        ("till-", "12:secret", "kept"),
        ("till-1", "2:secretk", "ept"),
        ("till-1", "2:secre", "tkept"),
        ("till-1", "2:secret", "other"),
        ("", "till-12:secret", "kept"),
    ],
)
def test_a_right_secret_makes_no_other_one_right(name: str, secret: str, hashed: str) -> None:
    remembered = RememberedSecrets(OneSecret(), 60)
    assert remembered.matches("till-1", "2:secret", "kept")
    assert remembered.matches("till-1", "2:secret", "kept")
    assert not remembered.matches(name, secret, hashed)
