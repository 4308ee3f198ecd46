"""Measurements: each is a command that prints figures beside a yardstick taken in the same run (see README.md)."""
