"""Settings: from the environment, all errors at once, and a page that agrees with the code."""

import ipaddress
from dataclasses import FrozenInstanceError, fields
from pathlib import Path

import pytest

from gateway.settings import GROUPS, Settings, SettingsError, read_settings, settings_page
from gateway.settings.setting import settings_of

PAGE = Path(__file__).resolve().parents[3] / "docs" / "settings.md"


@pytest.fixture(autouse=True)
def _no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for group in GROUPS.values():
        for _, setting in settings_of(group):
            monkeypatch.delenv(setting.name, raising=False)
            monkeypatch.delenv(f"{setting.name}_FILE", raising=False)


def test_an_empty_environment_gives_the_defaults() -> None:
    assert read_settings() == Settings()


def test_settings_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTEN_PORT", "9090")
    monkeypatch.setenv("PAGING_ZEROS", "yes")
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.5, 192.168.0.0/24")
    monkeypatch.setenv("TOKEN_KEYS", "one, two,")
    settings = read_settings()
    assert settings.server.listen_port == 9090
    assert settings.limits.paging_zeros
    assert settings.server.trusted_proxies == (ipaddress.ip_network("10.0.0.5"), ipaddress.ip_network("192.168.0.0/24"))
    assert settings.access.token_keys == ("one", "two")


def test_an_empty_variable_is_one_that_is_not_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LISTEN_PORT", "")
    assert read_settings().server.listen_port == 8080


def test_a_secret_is_read_from_its_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "pepper").write_text("from the file\n")
    monkeypatch.setenv("SECRET_PEPPERS_FILE", str(tmp_path / "pepper"))
    assert read_settings().access.secret_peppers == ("from the file",)


def test_all_errors_are_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {
        "LISTEN_PORT": "many",
        "PAGE_SIZE": "1000",
        "TRUSTED_PROXIES": "proxy.example.com",
        "PUBLIC_URL": "https://example.com/path",
        "CUSTOMER_ISSUERS": "{",
        "LOG_LEVEL": "loud",
        "TOKEN_KEYS_FILE": "/no/such/file",
    }
    for name, value in wrong.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as told:
        read_settings()
    assert set(told.value.problems) == {name.removesuffix("_FILE") for name in wrong}
    assert all(sentence.endswith(".") for sentences in told.value.problems.values() for sentence in sentences)


def test_an_error_does_not_tell_a_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_PEPPERS", "canary-pepper")
    monkeypatch.setenv("LISTEN_PORT", "many")
    with pytest.raises(SettingsError) as told:
        read_settings()
    assert "canary" not in str(told.value)


def test_secrets_are_not_in_the_text_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [setting.name for group in GROUPS.values() for _, setting in settings_of(group) if setting.is_secret]
    assert {"DATABASE_URL", "SECRET_PEPPERS", "ENCRYPTION_KEYS", "TOKEN_KEYS", "PAGE_TOKEN_KEY"} <= set(names)
    for name in names:
        monkeypatch.setenv(name, "canary")
    assert "canary" not in repr(read_settings())


@pytest.mark.parametrize(
    ("given", "named"),
    [
        ({"TLS_CERTIFICATE_PATH": __file__}, "TLS_KEY_PATH"),
        ({"TLS_CERTIFICATE_PATH": "/no/such/file", "TLS_KEY_PATH": __file__}, "TLS_CERTIFICATE_PATH"),
        ({"LISTEN_HOST": "0.0.0.0"}, "PUBLIC_URL"),  # noqa: S104 - nothing is bound
    ],
)
def test_settings_that_contradict_each_other(
    monkeypatch: pytest.MonkeyPatch, given: dict[str, str], named: str
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as told:
        read_settings()
    assert list(told.value.problems) == [named]


@pytest.mark.parametrize(
    ("host", "public", "is_on_loopback"),
    [
        ("127.0.0.1", "", True),
        ("::1", "", True),
        ("localhost", "http://127.0.0.1:8080", True),
        ("127.0.0.1", "https://loyalty.example.com", False),
        ("0.0.0.0", "http://localhost", False),  # noqa: S104 - nothing is bound
        ("10.0.0.1", "", False),
    ],
)
def test_loopback_is_listening_and_public_address_together(
    monkeypatch: pytest.MonkeyPatch, host: str, public: str, *, is_on_loopback: bool
) -> None:
    monkeypatch.setenv("LISTEN_HOST", host)
    monkeypatch.setenv("PUBLIC_URL", public)
    assert read_settings().is_on_loopback is is_on_loopback


def test_settings_do_not_change() -> None:
    with pytest.raises(FrozenInstanceError):
        Settings().server.listen_port = 1  # type: ignore[misc]


def test_every_field_is_a_setting_with_a_name_of_its_own() -> None:
    settings = [setting for group in GROUPS.values() for _, setting in settings_of(group)]
    assert len({setting.name for setting in settings}) == len(settings) == sum(len(fields(g)) for g in GROUPS.values())
    assert all(setting.says.endswith(".") for setting in settings)


def test_the_documentation_agrees_with_the_code() -> None:
    assert PAGE.read_text() == settings_page(), "run: loyalty-gateway settings --markdown > docs/settings.md"
