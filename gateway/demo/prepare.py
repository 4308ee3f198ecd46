"""Putting the demo data into a database."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from domain.accounts.account import AccountType
from domain.identity.create_credential import CreateCredential, NewCredential
from domain.identity.credential import CredentialScope
from domain.programmes.programme import Programme
from domain.programmes.programme_records import ProgrammeDraft
from gateway.administration import Administration, build_administration
from gateway.demo_issuer import DEMO_PROGRAMME, make_issuer
from gateway.files.accounts import account_import
from gateway.files.cards import card_import
from gateway.files.customers import customer_import
from gateway.files.importing import ImportReport, import_file
from gateway.settings import Settings
from gateway.start_refused import StartRefused
from gateway.wiring import Gateway, open_gateway

DEMO_SECRET = "demo"  # noqa: S105 - printed for everyone to use; a database that has it is served on loopback only
TILL, DIGEST_TILL = "till-1", "till-2"
LAST_ACCOUNT = (AccountType.SPEND, "S-5002")

_FILES = Path(__file__).parent
_RULES_SINCE = datetime(2020, 1, 1, tzinfo=UTC)
_DRAFT = ProgrammeDraft(DEMO_PROGRAMME, "Loyalty UK (demo)", estate="demo")
_SITES = (
    ("0001", "High Street, London", "Europe/London"),
    ("0002", "Market Street, Manchester", "Europe/London"),
    ("0003", "Grafton Street, Dublin", "Europe/Dublin"),
    ("Store1", "The shop of the vendor's example", "Europe/London"),
)


def prepare(settings: Settings) -> bool:
    """Put the demo data into the migrated database of these settings (which have their secrets).

    Returns whether anything was to do: nothing is where the demo is there already, and what a stop left out is made up
    for. Raises `StartRefused` off loopback, and for a database that has other programmes: it may be in real use.
    """
    if not settings.is_on_loopback:
        raise StartRefused(
            "Demo data has passwords that everybody knows: it is for LISTEN_HOST and PUBLIC_URL on loopback."
        )
    make_issuer(settings)
    gateway = open_gateway(settings)
    try:
        admin = build_administration(gateway.store, gateway.clock)
        programme = _programme(admin)
        if admin.accounts.by_number(programme.id, *LAST_ACCOUNT, admin.clock.now()):
            return False
        _fill(admin, gateway, programme)
        return True
    finally:
        gateway.close()


def _programme(admin: Administration) -> Programme:
    known = admin.programmes.list()
    demo = next((each for each in known if (each.code, each.name) == (_DRAFT.code, _DRAFT.name)), None)
    if known and not demo:
        raise StartRefused(
            "The database has programmes of its own, so no demo data is put into it. Set DATA_DIRECTORY (or "
            "DATABASE_URL) to a place for the demo."
        )
    return demo or admin.add_programme(_DRAFT)


def _fill(admin: Administration, gateway: Gateway, programme: Programme) -> None:
    for code, name, zone in _SITES:
        if code not in programme.sites:
            admin.add_site(programme, code, name, zone)
    _add_credentials(gateway)
    if not admin.earning_rules.list(programme):
        # From long ago, so that a receipt of any day earns.
        admin.set_earning_rules(programme, (_FILES / "rules.json").read_text(encoding="utf-8"), _RULES_SINCE)
    for report in _take_in_files(admin, programme):
        if report.refused:
            raise RuntimeError(f"demo data was refused: see {report.errors}")


def _add_credentials(gateway: Gateway) -> None:
    identity = gateway.identity
    create = CreateCredential(identity.records, identity.programmes, identity.secret_maker, gateway.clock)
    for number, name in enumerate((TILL, DIGEST_TILL), start=1):
        if identity.records.by_name(name) is None:
            scope = CredentialScope(default_site="0001", default_device=f"pos{number}@0001.enactor")
            create(
                NewCredential(DEMO_PROGRAMME, name, scope, DEMO_SECRET, allows_digest=name == DIGEST_TILL, is_demo=True)
            )


def _take_in_files(admin: Administration, programme: Programme) -> Iterator[ImportReport]:
    # The account that is looked for comes last: where it is there, everything is.
    yield import_file(_FILES / "customers.csv", customer_import(admin.add_customers, programme, change_known=False))
    yield import_file(_FILES / "cards.csv", card_import(admin.add_cards, programme))
    openings = account_import(admin.open_accounts, programme, admin.clock, change_known=False)
    yield import_file(_FILES / "accounts.csv", openings)
