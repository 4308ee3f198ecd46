"""Finds commands by file."""

import pkgutil
from importlib import import_module
from keyword import iskeyword
from typing import Any

import click

from domain.errors import LoyaltyError, StoreUnavailable
from gateway.settings import SettingsError
from gateway.start_refused import StartRefused, driver_words

_TOLD = (LoyaltyError, SettingsError, StartRefused)
"""Errors whose message was written for the person at the terminal."""


class CommandFolder(click.Group):
    """A group whose commands are the modules of a package. None is imported before it is asked for."""

    def __init__(self, package: str, **attributes: Any) -> None:
        super().__init__(**attributes)
        self._package = package

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the files and folders, in order."""
        del ctx
        names = [module.name for module in pkgutil.iter_modules(import_module(self._package).__path__)]
        return sorted(_spoken(name) for name in names if not name.startswith("_"))

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command in the file of this name, or None."""
        if cmd_name not in self.list_commands(ctx):
            return None
        name = cmd_name.replace("-", "_")
        module = import_module(f"{self._package}.{name}{'_' if iskeyword(name) else ''}")
        if hasattr(module, "__path__"):
            folder: type[CommandFolder] = getattr(module, "Folder", CommandFolder)
            return folder(module.__name__, name=cmd_name, help=module.__doc__)
        return _with_marks(module.command)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; an error that says what to do is shown as it is, and the exit code is 1."""
        try:
            return super().invoke(ctx)
        except StoreUnavailable as error:
            raise click.ClickException(
                f"The database does not answer, or takes no more ({driver_words(error)}). See that it runs and has room, "
                "and look what was done before you run the command again."
            ) from error
        except _TOLD as error:
            raise click.ClickException(str(error)) from error


def _with_marks(command: click.Command) -> click.Command:
    """Make click's mark for text that keeps its lines of the backslash and b that a raw docstring has."""
    command.help = (command.help or "").replace("\\b", "\b")
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        _with_marks(inner)
    return command


def _spoken(name: str) -> str:
    """A module's name as it is typed; one that Python keeps for itself has a line at its end (`import_`)."""
    return name.rstrip("_").replace("_", "-")
