"""The id by which one call is found again: in the reply's header, in faults and problems, in every log line."""

import random
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

HEADER = "X-Correlation-ID"

# It goes into log lines and replies as it is, so it can hold nothing that either would have to escape.
_SANE = re.compile(r"[A-Za-z0-9._-]{1,64}")
_TRACE_PARENT = re.compile(r"(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?:-.*)?")


def correlation_id_of(environ: "WSGIEnvironment") -> str:
    """The caller's own X-Correlation-ID where it is sane, else the trace id of its traceparent, else a new one."""
    sent = environ.get("HTTP_X_CORRELATION_ID", "")
    if sent and _SANE.fullmatch(sent):
        return str(sent)
    parent = environ.get("HTTP_TRACEPARENT")
    trace = _TRACE_PARENT.fullmatch(parent) if parent else None
    # It has to be unique, not secret; each process draws its own numbers, forked ones too.
    return trace[1] if trace else f"{random.getrandbits(128):032x}"
