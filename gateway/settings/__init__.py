"""Every setting of the gateway: a group per file, each setting with its name, default, unit and danger beside it.

`read_settings` takes them from the environment. docs/settings.md is made from the same lines.
"""

from gateway.settings.read import SettingsError, read_settings
from gateway.settings.settings import GROUPS, Settings
from gateway.settings.table import settings_page

__all__ = ["GROUPS", "Settings", "SettingsError", "read_settings", "settings_page"]
