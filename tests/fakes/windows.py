"""What every fake list does with a window."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TypeVar

from domain.pager import Listed, Window

Row = TypeVar("Row")


def through(window: Window, rows: Iterable[Listed[Row]]) -> Sequence[Listed[Row]]:
    """Sort the rows and return those that the window shows, with the total if it asks for one."""
    ordered = sorted(rows, key=lambda listed: listed.key)
    if window.cap:
        ordered = [replace(listed, total=min(len(ordered), window.cap)) for listed in ordered]
    behind = [listed for listed in ordered if listed.key > window.after] if window.after else ordered[window.skip :]
    return behind[: window.limit]
