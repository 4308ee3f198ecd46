"""Commands are found by their files."""

import pkgutil
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

import gateway.cli
from gateway.cli._loader import CommandFolder


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandFolder:
    """A package of commands: two files, a helper, and a folder of one."""
    package = tmp_path / "some_commands"
    (package / "cards").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "say_hello.py").write_text(
        "import click\ncommand = click.Command('x', callback=lambda: print('hello'))\n"
    )
    (package / "fails.py").write_text(
        "import click\nfrom gateway.start_refused import StartRefused\n"
        "def refuse(): raise StartRefused('Do this first.')\ncommand = click.Command('x', callback=refuse)\n"
    )
    (package / "_helper.py").write_text("raise AssertionError('a helper is no command')\n")
    (package / "cards" / "__init__.py").write_text('"""Cards."""\n')
    (package / "cards" / "show.py").write_text(
        "import click\ncommand = click.Command('x', callback=lambda: print('card'))\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    for name in [name for name in sys.modules if name.startswith("some_commands")]:
        monkeypatch.delitem(sys.modules, name)
    return CommandFolder("some_commands", name="program")


def test_a_file_is_a_command(folder: CommandFolder) -> None:
    assert CliRunner().invoke(folder, ["say-hello"]).output == "hello\n"


def test_a_folder_is_a_group(folder: CommandFolder) -> None:
    assert CliRunner().invoke(folder, ["cards", "show"]).output == "card\n"
    assert "Cards." in CliRunner().invoke(folder, ["--help"]).output


def test_a_file_with_a_leading_underscore_is_none(folder: CommandFolder) -> None:
    assert folder.list_commands(click.Context(folder)) == ["cards", "fails", "say-hello"]
    assert CliRunner().invoke(folder, ["_helper"]).exit_code == 2


def test_an_error_that_says_what_to_do_is_shown_as_it_is(folder: CommandFolder) -> None:
    outcome = CliRunner().invoke(folder, ["fails"])
    assert (outcome.exit_code, outcome.output) == (1, "Error: Do this first.\n")


def test_every_command_of_the_program_teaches_with_an_example() -> None:
    for command, names in _leaves(CommandFolder("gateway.cli", name="loyalty-gateway"), ()):
        assert "xample" in (command.help or ""), f"loyalty-gateway {' '.join(names)} --help shows no example"
        assert all(parameter.help for parameter in command.params if isinstance(parameter, click.Option)), (
            f"an option of loyalty-gateway {' '.join(names)} has no help"
        )


def test_no_module_of_the_command_line_is_left_out() -> None:
    folder = CommandFolder("gateway.cli", name="loyalty-gateway")
    files = {module.name.rstrip("_").replace("_", "-") for module in pkgutil.iter_modules(gateway.cli.__path__)}
    commands = folder.list_commands(click.Context(folder))
    assert set(commands) == {name for name in files if not name.startswith("-")}
    assert all(folder.get_command(click.Context(folder), name) for name in commands)


def _leaves(group: click.Group, above: tuple[str, ...]) -> list[tuple[click.Command, tuple[str, ...]]]:
    context = click.Context(group)
    found: list[tuple[click.Command, tuple[str, ...]]] = []
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        found += _leaves(command, (*above, name)) if isinstance(command, click.Group) else [(command, (*above, name))]
    return found
