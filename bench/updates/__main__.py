"""The command `python -m bench.updates`."""

from bench.updates.command import command

command(prog_name="python -m bench.updates")
