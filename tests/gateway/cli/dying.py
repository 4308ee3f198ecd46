"""Runs a command in a process of its own that is killed wherever it is when its time is up."""

import multiprocessing
import os
import signal
from collections.abc import Sequence
from multiprocessing.context import ForkServerContext

from click.testing import CliRunner

import gateway.cli.import_.accounts
import gateway.cli.import_.cards
import gateway.cli.import_.customers  # noqa: F401 - the children find them imported
from gateway.cli._loader import CommandFolder


def processes() -> ForkServerContext:
    """Makes processes that begin with everything imported, so that what is killed is the work itself."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    return context


def run_dying(arguments: Sequence[str], database_url: str, dies_after_seconds: float) -> int:
    """Run `loyalty-gateway` with these arguments; 0 seconds let it live. Its exit code, below zero where killed."""
    process = processes().Process(target=_run, args=(arguments, database_url, dies_after_seconds))
    process.start()
    process.join(300)
    return process.exitcode or 0


def _run(arguments: Sequence[str], database_url: str, dies_after_seconds: float) -> None:
    """Processor time runs out between two statements or inside one, and nothing can catch SIGPROF here."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, dies_after_seconds)
    program = CommandFolder("gateway.cli", name="loyalty-gateway")
    result = CliRunner().invoke(program, arguments, env={"DATABASE_URL": database_url})
    os._exit(result.exit_code)
