"""The one way to say that the program can't start or go on, in words for the person who started it."""


class StartRefused(Exception):
    """The program can't run like this; the message says why, and what to change or which command to run."""
