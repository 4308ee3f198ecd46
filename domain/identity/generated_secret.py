"""Secrets that the gateway makes: 256 random bits in a form that can be told from a chosen password."""

import re
import secrets

GENERATED_BYTES = 32
_PREFIX = "lgs_"
_FORM = re.compile(rf"{_PREFIX}[A-Za-z0-9_-]{{43}}")


def generate_secret() -> str:
    """A new secret of 256 random bits; scanners for lost secrets can find it by its prefix."""
    return _PREFIX + secrets.token_urlsafe(GENERATED_BYTES)


def has_generated_form(secret: str) -> bool:
    """Whether a secret looks like one that the gateway made.

    How a presented secret is checked depends on this alone and never on the name, so that the time it takes says
    nothing about which names exist.
    """
    return _FORM.fullmatch(secret) is not None
