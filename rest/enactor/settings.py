"""What the face is told when it is built."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast
from uuid import uuid4

from flask import current_app

from domain.paging import SIZE_DEFAULT

EXTENSION = "loyalty-gateway-rest"


def new_correlation_id() -> str:
    """An id for one call, where nobody outside has given it one."""
    return uuid4().hex


@dataclass(frozen=True, slots=True)
class RestSettings:
    """Limits and defaults of the face.

    `body_bytes_limit` and `json_depth_limit` bound a request's body; `page_size` is used where a search says no
    rowCount; `retry_after_seconds` is what a till waits while the store is away. `correlation_id` names the call that
    is being answered; it is asked once per call.
    """

    body_bytes_limit: int = 65_536
    json_depth_limit: int = 32
    page_size: int = SIZE_DEFAULT
    retry_after_seconds: int = 2
    correlation_id: Callable[[], str] = new_correlation_id


def rest_settings() -> RestSettings:
    """The settings of the application that answers this call."""
    return cast("RestSettings", current_app.extensions[EXTENSION])
