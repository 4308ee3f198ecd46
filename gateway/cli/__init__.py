"""The command line: `loyalty-gateway`.

A command is a file in this folder that holds a click command named `command`; a folder is a group of commands. They
are found by their names (`_` becomes `-`), so that no list has to be kept. Names that begin with `_` are no commands.
"""

from gateway.cli._loader import CommandFolder


def main() -> None:
    """The entry point of `loyalty-gateway`."""
    CommandFolder(__name__, name="loyalty-gateway", help=_HELP)(prog_name="loyalty-gateway")


_HELP = """One loyalty ledger behind SOAP and REST.

\b
Begin with:
  loyalty-gateway up       a demo on this machine, ready to call
  loyalty-gateway doctor   what is not right with the settings, and what to change

Settings come from the environment; docs/settings.md lists them.
"""
