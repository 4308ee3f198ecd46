"""Runs the measurement."""

from bench.passes.command import command

if __name__ == "__main__":
    command()
