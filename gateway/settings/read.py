"""Reads the settings from the environment, and says everything that is wrong with them at once."""

from collections.abc import Mapping, Sequence
from typing import Any

from environs import Env, EnvValidationError, FileAwareEnv

from gateway.settings.setting import settings_of
from gateway.settings.settings import GROUPS, Settings


class SettingsError(Exception):
    """Settings that can't be used; the message names each with what to change, and no value."""

    def __init__(self, problems: Mapping[str, Sequence[str]]) -> None:
        self.problems = dict(problems)
        lines = [f"  {name}: {' '.join(sentences)}" for name, sentences in self.problems.items()]
        super().__init__("\n".join(["These settings are not right:", *lines]))


class _Environment(FileAwareEnv):
    """environs' own reading of NAME and NAME_FILE, but that an empty variable is one that is not set."""

    def _get_value(self, env_key: str, default: Any) -> Any:
        value = super()._get_value(env_key, default)
        return default if value == "" else value


def read_settings() -> Settings:
    """The settings of this process; raises `SettingsError`."""
    env = _Environment(eager=False, strip_whitespace=True)
    problems: dict[str, list[str]] = {}
    groups = {name: _read_group(env, group, problems) for name, group in GROUPS.items()}
    try:
        env.seal()
    except EnvValidationError as error:
        told: Any = error.error_messages
        problems.update({name: [str(sentence) for sentence in sentences] for name, sentences in told.items()})
    if not problems:
        settings = Settings(**groups)
        problems = _contradictions(settings)
    if problems:
        raise SettingsError(problems)
    return settings


def _read_group(env: Env, group: type[Any], problems: dict[str, list[str]]) -> Any:
    values = {}
    for field_name, setting in settings_of(group):
        try:
            value = setting.read(env, setting.name, setting.default)
        except ValueError:
            # environs tells of such a file at once, and of everything else when it is sealed.
            problems[setting.name] = [f"The file that {setting.name}_FILE names can't be read."]
        else:
            values[field_name] = value
    return group(**values)


def _contradictions(settings: Settings) -> dict[str, list[str]]:
    problems = {}
    server = settings.server
    if bool(server.tls_certificate_path) != bool(server.tls_key_path):
        problems["TLS_KEY_PATH"] = ["Give TLS_CERTIFICATE_PATH and TLS_KEY_PATH together, or neither."]
    for name, file in (
        ("TLS_CERTIFICATE_PATH", server.tls_certificate_path),
        ("TLS_KEY_PATH", server.tls_key_path),
    ):
        if file and not file.is_file():
            problems[name] = ["There is no such file."]
    if server.listen_host in {"0.0.0.0", "::"} and not server.public_url:  # noqa: S104 - compared, not bound
        problems["PUBLIC_URL"] = ["Say where tills reach the gateway, such as https://loyalty.example.com."]
    return problems
