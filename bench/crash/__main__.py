"""The command `python -m bench.crash`."""

from bench.crash.command import command

command(prog_name="python -m bench.crash")
