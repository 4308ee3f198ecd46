"""Secrets under encryption."""

import pytest
from cryptography.fernet import Fernet

from adapters.fernet_vault import FernetVault

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.mark.parametrize("secret", ["secret", "", "a:b", "k\u00e4se"])
def test_what_was_sealed_is_read_again(secret: str) -> None:
    vault = FernetVault([OLD])
    assert vault.unseal(1, vault.seal(1, secret)) == secret


def test_what_was_sealed_for_one_credential_is_not_read_for_another() -> None:
    vault = FernetVault([OLD])
    assert vault.unseal(2, vault.seal(1, "secret")) is None
    assert vault.unseal(1, vault.seal(11, "secret")) is None


@pytest.mark.parametrize("sealed", ["", "damaged", "\u00e4", "gAAAAA=="])
def test_what_is_no_sealed_text_gives_none(sealed: str) -> None:
    vault = FernetVault([OLD])
    assert vault.unseal(0, sealed) is None
    assert vault.unseal(1, sealed) is None


def test_the_first_key_seals_and_all_of_them_unseal() -> None:
    sealed = FernetVault([OLD]).seal(1, "secret")
    both = FernetVault([NEW, OLD])
    assert both.unseal(1, sealed) == "secret"
    assert FernetVault([NEW]).unseal(1, sealed) is None
    assert FernetVault([NEW]).unseal(1, both.seal(1, "secret")) == "secret"


@pytest.mark.parametrize("keys", [["short"], [OLD, "x" * 44], []])
def test_what_is_no_key_is_refused_without_being_shown(keys: list[str]) -> None:
    with pytest.raises(ValueError, match="32 random bytes") as refused:
        FernetVault(keys)
    assert not any(key in str(refused.value) for key in keys)
