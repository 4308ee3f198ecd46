"""The documentation of the settings, made from the settings themselves."""

import json
from typing import Any

from gateway.settings.setting import Setting, settings_of
from gateway.settings.settings import GROUPS

_INTRODUCTION = """# Settings

<!-- Made by `loyalty-gateway settings --markdown`; change the text in gateway/settings/. -->

Settings come from the environment. All that are wrong are told at once, and the program does not start. Each can also
be given as `NAME_FILE`, the path of a file that holds the value: do so for secrets (marked S). `loyalty-gateway settings`
shows what is in force, `loyalty-gateway doctor` what to change.

A secret is any text of 32 random bytes or more. This makes one, fit for each of them:

    python3 -c "import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())"
"""


def settings_page() -> str:
    """docs/settings.md: one table per group."""
    return "\n".join([_INTRODUCTION, *(_table(group) for group in GROUPS.values())])


def shown(value: Any) -> str:
    """A value as it is typed in the environment."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ",".join(json.dumps(part) if isinstance(part, dict) else str(part) for part in value)
    return str(value)


def _table(group: type[Any]) -> str:
    heading = (group.__doc__ or "").splitlines()[0].rstrip(".")
    rows = [_row(setting) for _, setting in settings_of(group)]
    head = ["| Setting | Default | Unit | What it does | Danger |", "|---|---|---|---|---|"]
    return "\n".join([f"## {heading}", "", *head, *rows, ""])


def _row(setting: Setting) -> str:
    default = setting.shown_default or (f"`{shown(setting.default)}`" if shown(setting.default) else "none")
    name = f"`{setting.name}`{' S' if setting.is_secret else ''}"
    return f"| {name} | {default} | {setting.unit} | {setting.says} | {setting.danger} |"
