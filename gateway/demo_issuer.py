"""The issuer of demo customers' tokens: trusted only where the demo is served, on loopback."""

from datetime import datetime
from pathlib import Path
from typing import Any

from adapters.demo_customer_tokens import JWKS_FILE, make_demo_keys, make_demo_token
from gateway.settings import Settings

DEMO_PROGRAMME = "LOYALTY_UK"
ISSUER = "loyalty-gateway-demo"
FOLDER = "demo"


def make_issuer(settings: Settings) -> None:
    """Make the issuer's key in the data directory, unless it is there."""
    folder = _folder(settings)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    make_demo_keys(folder)


def demo_issuers(settings: Settings) -> list[dict[str, Any]]:
    """The demo's issuer as an entry of the setting CUSTOMER_ISSUERS; none off loopback, or where there is no demo."""
    keys = _folder(settings) / JWKS_FILE
    if not settings.is_on_loopback or not keys.is_file():
        return []
    return [{"issuer": ISSUER, "audience": DEMO_PROGRAMME, "programme": DEMO_PROGRAMME, "jwks": str(keys)}]


def issue_demo_token(settings: Settings, customer_number: str, expires_at: datetime) -> str:
    """An `id_token` for this customer; the key is made where there is none."""
    make_issuer(settings)
    return make_demo_token(_folder(settings), ISSUER, DEMO_PROGRAMME, customer_number, expires_at)


def _folder(settings: Settings) -> Path:
    return settings.store.data_directory / FOLDER
