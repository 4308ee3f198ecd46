"""The command `python -m bench.hostile`."""

from bench.hostile.command import command

command(prog_name="python -m bench.hostile")
