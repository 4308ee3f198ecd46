"""The command `python -m bench.servers`."""

from bench.servers.command import command

command(prog_name="python -m bench.servers")
