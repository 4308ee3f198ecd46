"""The whole application in this process, with a stopwatch at the seams between its rooms."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

from adapters.database.ledger import DatabaseLedger
from adapters.database.reading import Reader
from bench.stages.stopwatch import AUTHENTICATION, DATABASE, DOMAIN, PARSE, REPLY, Stopwatch
from domain.accounts.books import Books
from domain.core import LoyaltyCore
from gateway.application import build_application
from gateway.http.mounts import Mount, Mounts
from gateway.logging import configure_logging
from gateway.secrets import with_secrets
from gateway.settings import read_settings
from gateway.wiring import build_core


@contextmanager
def timed_application(settings: Mapping[str, str], watch: Stopwatch, log: Path) -> Iterator[Callable[..., Any]]:
    """The WSGI callable of these settings; its lines go to the file `log`, as they would to a terminal's."""
    with ExitStack() as stack:
        stack.enter_context(_environment(settings))
        configure_logging("info", stack.enter_context(log.open("w", encoding="utf-8")))
        stack.callback(configure_logging, "info")
        gateway = build_core(with_secrets(read_settings()))
        stack.callback(gateway.close)
        stack.enter_context(_replaced(Reader, "rows", lambda rows: watch.wrapped(DATABASE, rows)))
        stack.enter_context(_replaced(DatabaseLedger, "post", lambda post: watch.wrapped(DATABASE, post)))
        stack.enter_context(_replaced(Books, "settle", lambda settle: watch.wrapped(DOMAIN, settle)))
        stack.enter_context(_replaced(Mounts, "find", lambda find: _timing_faces(find, watch)))
        yield build_application(replace(gateway, core=_timed(gateway.core, watch)))


def _timed(core: LoyaltyCore, watch: Stopwatch) -> LoyaltyCore:
    """Use cases as the domain, what follows one as the reply; authentication with all that it looks up."""
    use_cases: dict[str, Any] = {
        field.name: watch.wrapped(DOMAIN, getattr(core, field.name), then=REPLY) for field in fields(core)
    }
    use_cases["authenticate"] = watch.wrapped(AUTHENTICATION, core.authenticate, is_whole=True)
    return LoyaltyCore(**use_cases)


def _timing_faces(find: Callable[..., Mount], watch: Stopwatch) -> Callable[..., Mount]:
    """What a face does before its use case is parsing; what the edge does stays the edge's."""
    timed: dict[int, Mount] = {}

    def timing(self: Mounts, environ: Any) -> Mount:
        mount = find(self, environ)
        if id(mount) not in timed:
            timed[id(mount)] = replace(mount, application=watch.wrapped(PARSE, mount.application))
        return timed[id(mount)]

    return timing


@contextmanager
def _replaced(owner: type, name: str, make: Callable[[Any], Any]) -> Iterator[None]:
    kept = getattr(owner, name)
    setattr(owner, name, make(kept))
    try:
        yield
    finally:
        setattr(owner, name, kept)


@contextmanager
def _environment(settings: Mapping[str, str]) -> Iterator[None]:
    kept = dict(os.environ)
    os.environ.update(settings)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(kept)
