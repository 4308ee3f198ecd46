"""A programme with a till and some accounts, in a new database, and the settings to serve it with."""

from collections.abc import Mapping
from pathlib import Path

from adapters.database.engine import Store
from bench.updates.books_world import add_programme, prepared_store
from domain.accounts.account import AccountType, Unit
from domain.accounts.account_sheet import AccountOpening, AccountTerms
from domain.clock import SystemClock
from domain.identity.create_credential import CreateCredential, NewCredential
from domain.programmes.programme import Programme, ProgrammeRules
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
PROGRAMME = Programme(1, "CRASH", "CRASH", rules=ProgrammeRules(reversal_may_pass_floor=False))
_TILL, _PASSWORD = "till-1", "demo"
_TERMS = AccountTerms()


def prepare(database_url: str, folder: Path) -> Mapping[str, str]:
    """Fill the empty database at this address; the settings to serve it with."""
    clock = SystemClock()
    with prepared_store(database_url) as store:
        programme = add_programme(store, PROGRAMME.code)
        openings = [_opening(number, OPENING * 10_000) for number in ACCOUNTS]
        build_administration(store, clock).open_accounts(programme, openings)
    _add_till(database_url)
    return {**SECRETS, "DATABASE_URL": database_url, "DATA_DIRECTORY": str(folder)}


def open_account(store: Store, number: str, *, floor: int) -> None:
    """Open one more account, with nothing on it; scaled, it may go down to `floor`."""
    opening = _opening(number, None, AccountTerms(floor=floor))
    build_administration(store, SystemClock()).open_accounts(PROGRAMME, [opening])


def _opening(number: str, opening: int | None, terms: AccountTerms = _TERMS) -> AccountOpening:
    return AccountOpening(
        type=AccountType.LOYALTY,
        number=number,
        customer_number="",
        currency="GBP",
        unit=Unit.POINTS,
        precision=0,
        terms=terms,
        opening=opening,
        status=Status.ACTIVE,
        opened_at=SystemClock().now(),
    )


def _add_till(database_url: str) -> None:
    gateway = open_gateway(Settings(store=StoreSettings(database_url=database_url), access=ACCESS))
    try:
        identity = gateway.identity
        create = CreateCredential(identity.records, identity.programmes, identity.secret_maker, gateway.clock)
        create(NewCredential(PROGRAMME.code, _TILL, chosen_secret=_PASSWORD, is_demo=True))
    finally:
        gateway.close()
