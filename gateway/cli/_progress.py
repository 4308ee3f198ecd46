"""A progress bar on a terminal; nothing where the output goes to a file or a program."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

Advance = Callable[[str, int, int], None]
"""Takes what is being done, how much of it is done, and how much there is (0: nobody knows)."""


@contextmanager
def progress_bar(*, is_wanted: bool = True) -> Iterator[Advance]:
    """A bar on standard error, taken away when the block ends; none where it is not wanted."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(
        *columns, console=console, disable=not (is_wanted and console.is_terminal), transient=True
    ) as progress:
        task = progress.add_task("", total=None)

        def advance(what: str, done: int, total: int) -> None:
            progress.update(task, description=what, completed=done, total=total or None)

        yield advance
