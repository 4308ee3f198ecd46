"""The command `python -m bench`."""

from bench.command import command

command(prog_name="python -m bench")
