"""A programme with a till and some accounts, in a new database, and the settings to serve it with."""

from collections.abc import Mapping
from pathlib import Path

from bench.updates.books_world import add_programme, prepared_store
from domain.accounts.account import AccountType, Unit
from domain.accounts.account_sheet import AccountOpening, AccountTerms
from domain.clock import SystemClock
from domain.identity.create_credential import CreateCredential, NewCredential
from domain.status import Status
from gateway.administration import build_administration
from gateway.settings.settings import Settings
from gateway.settings.store import StoreSettings
from gateway.wiring import open_gateway
from tests.services.gateway import ACCESS, SECRETS

ACCOUNTS = tuple(f"crash-{number}" for number in range(20))
OPENING = 1_000_000
TYPE = AccountType.LOYALTY.value
DEVICE = "crash@0001.enactor"
_PROGRAMME, _TILL, _PASSWORD = "CRASH", "till-1", "demo"


def prepare(database_url: str, folder: Path) -> Mapping[str, str]:
    """Fill the empty database at this address; the settings to serve it with."""
    clock = SystemClock()
    with prepared_store(database_url) as store:
        programme = add_programme(store, _PROGRAMME)
        openings = [
            AccountOpening(
                type=AccountType.LOYALTY,
                number=number,
                customer_number="",
                currency="GBP",
                unit=Unit.POINTS,
                precision=0,
                terms=AccountTerms(),
                opening=OPENING * 10_000,
                status=Status.ACTIVE,
                opened_at=clock.now(),
            )
            for number in ACCOUNTS
        ]
        build_administration(store, clock).open_accounts(programme, openings)
    _add_till(database_url)
    return {**SECRETS, "DATABASE_URL": database_url, "DATA_DIRECTORY": str(folder)}


def _add_till(database_url: str) -> None:
    gateway = open_gateway(Settings(store=StoreSettings(database_url=database_url), access=ACCESS))
    try:
        identity = gateway.identity
        create = CreateCredential(identity.records, identity.programmes, identity.secret_maker, gateway.clock)
        create(NewCredential(_PROGRAMME, _TILL, chosen_secret=_PASSWORD, is_demo=True))
    finally:
        gateway.close()
