"""Secrets: made and kept on loopback, asked for off it."""

import stat
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from gateway.secrets import new_secret, with_secrets
from gateway.settings import Settings
from gateway.settings.access import AccessSettings
from gateway.settings.server import ServerSettings
from gateway.settings.store import StoreSettings
from gateway.start_refused import StartRefused

OFF_LOOPBACK = ServerSettings(listen_host="0.0.0.0", public_url="https://loyalty.example.com")  # noqa: S104 - not bound
GIVEN = AccessSettings(secret_peppers=("p" * 32,), token_keys=("t" * 32,), page_token_key="g" * 32)


def settings_in(directory: Path) -> Settings:
    return Settings(store=StoreSettings(data_directory=directory))


def kept_in(directory: Path) -> AccessSettings:
    return with_secrets(settings_in(directory)).access


def test_on_loopback_missing_secrets_are_made_and_kept(data_directory: Path) -> None:
    first = kept_in(data_directory)
    assert kept_in(data_directory) == first
    secrets = [*first.secret_peppers, *first.encryption_keys, *first.token_keys, first.page_token_key]
    assert len(set(secrets)) == 4
    assert all(len(secret) >= 32 for secret in secrets)
    Fernet(first.encryption_keys[0])


def test_kept_secrets_can_be_read_by_their_user_only(data_directory: Path) -> None:
    kept_in(data_directory)
    files = list((data_directory / "secrets").iterdir())
    assert len(files) == 4
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE((data_directory / "secrets").stat().st_mode) == 0o700


def test_processes_that_start_at_once_get_the_same_secrets(data_directory: Path) -> None:
    with ProcessPoolExecutor(8) as pool:
        assert len(set(pool.map(kept_in, [data_directory] * 24))) == 1


def test_a_secret_that_is_given_is_not_made(data_directory: Path) -> None:
    access = with_secrets(replace(settings_in(data_directory), access=GIVEN)).access
    assert access.token_keys == GIVEN.token_keys
    assert not (data_directory / "secrets" / "token_keys").exists()


def test_off_loopback_secrets_must_be_given(data_directory: Path) -> None:
    settings = replace(settings_in(data_directory), server=OFF_LOOPBACK)
    with pytest.raises(StartRefused, match="SECRET_PEPPERS, TOKEN_KEYS, PAGE_TOKEN_KEY") as told:
        with_secrets(settings)
    assert "python3 -c" in str(told.value)
    assert not data_directory.exists()


def test_off_loopback_digests_may_do_without_a_key(data_directory: Path) -> None:
    settings = replace(settings_in(data_directory), server=OFF_LOOPBACK, access=GIVEN)
    assert with_secrets(settings).access.encryption_keys == ()


def test_a_short_secret_is_refused_and_not_told(data_directory: Path) -> None:
    settings = replace(settings_in(data_directory), access=AccessSettings(page_token_key="canary"))
    with pytest.raises(StartRefused, match="PAGE_TOKEN_KEY is too short") as told:
        with_secrets(settings)
    assert "canary" not in str(told.value)


def test_a_data_directory_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StartRefused, match="can't be kept in"):
        kept_in(tmp_path / "file" / "data")


def test_new_secrets_are_random() -> None:
    assert len({new_secret() for _ in range(100)}) == 100
