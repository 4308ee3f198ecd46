"""Runs the measurement."""

from bench.intake.command import command

if __name__ == "__main__":
    command()
