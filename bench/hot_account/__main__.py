"""Runs the measurement."""

from bench.hot_account.command import command

if __name__ == "__main__":
    command()
