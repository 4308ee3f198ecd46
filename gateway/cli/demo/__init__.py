"""Demo data, and tokens to try it with. `demo --customers N` is short for `demo population --customers N`."""

import click

from gateway.cli._loader import CommandFolder


class Folder(CommandFolder):
    """The group; options without a command are those of `population`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """The arguments with the command that is meant."""
        is_short = bool(args) and args[0].startswith("--") and args[0] != "--help"
        return super().parse_args(ctx, ["population", *args] if is_short else args)
