"""The command `python -m bench.verify`."""

from bench.verify.command import command

command(prog_name="python -m bench.verify")
