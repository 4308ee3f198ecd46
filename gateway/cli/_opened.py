"""Opens the gateway for a command that works on its data."""

from collections.abc import Iterator
from contextlib import contextmanager

from gateway.secrets import with_secrets
from gateway.settings import read_settings
from gateway.wiring import Gateway, open_gateway


@contextmanager
def opened_gateway() -> Iterator[Gateway]:
    """The gateway of the settings in the environment, closed afterwards; raises `SettingsError` or `StartRefused`."""
    gateway = open_gateway(with_secrets(read_settings()))
    try:
        yield gateway
    finally:
        gateway.close()
