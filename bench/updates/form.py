"""What every way of writing an update looks like to the measurement."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol

ACCOUNT_COUNT = 10_000
DEVICE = "pos1@0001.enactor"
SITE = "0001"
SCALED_AMOUNT = 10_000
"""One point."""

Apply = Callable[[int, str], None]
"""Adds one point to the account at this place of the form's accounts, under this transaction id, durably."""


class Form(Protocol):
    """A way of writing an update: the product's own, or a yardstick."""

    @property
    def name(self) -> str:
        """What the table calls it; its accounts have numbers that begin with it."""

    def worker(self) -> AbstractContextManager[Apply]:
        """What one thread needs."""


def account_number(form: str, place: int) -> str:
    """The number of a form's account; the one at place 0 is the hot one."""
    return f"{form}-{place:05d}"
