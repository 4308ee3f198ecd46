"""The command `python -m bench.scale`."""

from bench.scale.command import command

command(prog_name="python -m bench.scale")
