"""Secrets that the settings do not give: made and kept on loopback, asked for off it."""

import base64
import os
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from gateway.settings import Settings
from gateway.settings.access import AccessSettings
from gateway.settings.setting import settings_of
from gateway.start_refused import StartRefused

MAKE_ONE = 'python3 -c "import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())"'
FOLDER = "secrets"
LEAST_CHARACTERS = 32
OPTIONAL = "encryption_keys"


def with_secrets(settings: Settings) -> Settings:
    """The settings with every secret there.

    One that is missing is read from the data directory, or made and kept there, readable by this user only; off
    loopback it must be given. Raises `StartRefused`.
    """
    missing = {
        field: setting.name
        for field, setting in settings_of(AccessSettings)
        if setting.is_secret and not getattr(settings.access, field)
    }
    if not settings.is_on_loopback:
        missing.pop(OPTIONAL, None)
        if missing:
            raise StartRefused(_asks_for(list(missing.values())))
    folder = settings.store.data_directory / FOLDER
    kept = {field: _as_given(field, _keep(folder, name)) for field, name in missing.items()}
    access = replace(settings.access, **kept)
    _check(access)
    return replace(settings, access=access)


def new_secret() -> str:
    """32 random bytes in a form that fits every secret setting."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def _as_given(field: str, secret: str) -> Any:
    is_list = next(each for each in fields(AccessSettings) if each.name == field).default == ()
    return (secret,) if is_list else secret


def _keep(folder: Path, name: str) -> str:
    """The kept secret of this name, made where there is none; of processes that start at once, all get the same."""
    file = folder / name.lower()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not file.exists():
            draft = folder / f".{name.lower()}.{os.getpid()}"
            draft.touch(mode=0o600)
            draft.write_text(new_secret())
            # A link is there whole or not at all, and never takes the place of one that is there.
            try:
                os.link(draft, file)
            except FileExistsError:
                pass
            finally:
                draft.unlink()
        return file.read_text().strip()
    except OSError as error:
        raise StartRefused(
            f"The secret {name} can't be kept in {folder} ({error.strerror}). Make the folder writable, set "
            f"DATA_DIRECTORY to another, or give {name}."
        ) from error


def _check(access: AccessSettings) -> None:
    for field, setting in settings_of(AccessSettings):
        value = getattr(access, field)
        if setting.is_secret and any(len(one) < LEAST_CHARACTERS for one in _each(value)):
            raise StartRefused(f"{setting.name} is too short to be a secret. This makes one:\n\n    {MAKE_ONE}")


def _each(value: Any) -> tuple[str, ...]:
    return value if isinstance(value, tuple) else (value,)


def _asks_for(names: list[str]) -> str:
    return (
        f"Off loopback these secrets must be given: {', '.join(names)}.\n"
        "Each may be given as NAME_FILE too, the path of a file that holds it. This makes one:\n\n"
        f"    {MAKE_ONE}\n\n"
        "Keep them: without SECRET_PEPPERS no till can sign in any more."
    )
