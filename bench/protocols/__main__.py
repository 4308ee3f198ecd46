"""The command `python -m bench.protocols`."""

from bench.protocols.command import command

command(prog_name="python -m bench.protocols")
