"""The one place that picks adapters: what runs behind the faces, and what the program refuses to run on."""

from collections.abc import Sequence
from dataclasses import dataclass

from adapters.database.account_directory import DatabaseAccountDirectory
from adapters.database.account_reader import DatabaseAccountReader
from adapters.database.balance_history import DatabaseBalanceHistory
from adapters.database.customer_directory import DatabaseCustomerDirectory
from adapters.database.due_points import DuePoints
from adapters.database.earning_rules_records import DatabaseEarningRules
from adapters.database.engine import Store, open_store
from adapters.database.engine_postgresql import ENDLESS, Patience
from adapters.database.expired_holds import DatabaseExpiredHolds
from adapters.database.expired_points import DatabaseExpiredPoints
from adapters.database.expiry_notices import DatabaseExpiryNotices
from adapters.database.ledger import DatabaseLedger
from adapters.database.migrations import is_current, upgrade
from adapters.database.reading import Reader
from adapters.database.replica import ReplicaWatch, StaleReader
from adapters.database.store_errors import store_errors
from adapters.database.store_health import StoreHealthReader
from adapters.database.ticket_books import DatabaseTicketBooks
from adapters.database.tier_resets import DatabaseTierResets
from adapters.database.transaction_history import DatabaseTransactionHistory
from adapters.database.unit_of_work import UnitOfWork
from adapters.database.unsafe_store import UnsafeStore
from domain.accounts.enquire_balance import EnquireBalance
from domain.accounts.explain_balance import ExplainBalance
from domain.accounts.search_accounts import SearchAccounts
from domain.accounts.update_balance import UpdateBalanceUseCase
from domain.clock import Clock, SystemClock
from domain.core import LoyaltyCore
from domain.customers.list_transactions import ListTransactions
from domain.customers.read_customer import ReadCustomer
from domain.customers.search_by_name import SearchCustomersByName
from domain.customers.search_by_postcode import SearchCustomersByPostcode
from domain.errors import StoreUnavailable
from domain.page_tokens import PageTokens
from domain.pager import Pager
from gateway.engagement_wiring import build_engagement
from gateway.identity_wiring import Identity, build_identity
from gateway.jobs import build_jobs
from gateway.purchase_wiring import build_purchases
from gateway.replica_wiring import watch_replica
from gateway.review_wiring import build_reviews
from gateway.settings import Settings
from gateway.start_refused import StartRefused, driver_words, newer_refused
from gateway.worker import Job

MIGRATE = "Run: loyalty-gateway migrate"


@dataclass(frozen=True, slots=True)
class Gateway:
    """Everything behind the faces. `core` is what they are handed; commands use the rest too."""

    settings: Settings
    store: Store
    reader: Reader
    unit_of_work: UnitOfWork
    clock: Clock
    core: LoyaltyCore
    identity: Identity
    jobs: Sequence[Job]
    health: StoreHealthReader
    replica: ReplicaWatch | None

    def close(self) -> None:
        """Close the database, and its replica."""
        if self.replica:
            self.replica.close()
        self.store.close()


def build_core(settings: Settings) -> Gateway:
    """What is served: as `open_gateway`, and refused where others than this machine can call demo credentials."""
    store = settings.store
    patience = Patience(store.statement_timeout_seconds, store.idle_transaction_timeout_seconds)
    gateway = open_gateway(settings, patience)
    try:
        _refuse_demo_credentials(gateway)
    except BaseException:
        gateway.close()
        raise
    return gateway


def open_gateway(settings: Settings, patience: Patience = ENDLESS) -> Gateway:
    """Open the store and wire the core to it; `settings` have their secrets (`gateway.secrets.with_secrets`).

    For commands, which serve nobody. Raises `StartRefused` for a store that is not there, not safe or not migrated.
    """
    require_sqlite_file(settings)
    store = open_safely(settings, patience)
    try:
        require_newest_schema(store)
        return _wire(settings, store, patience)
    except BaseException:
        store.close()
        raise


def open_safely(settings: Settings, patience: Patience = ENDLESS) -> Store:
    """The open store of these settings, migrated or not; raises `StartRefused`."""
    try:
        with store_errors():
            return open_store(
                settings.database_url,
                pool_size=settings.store.pool_size,
                lock_timeout_seconds=settings.store.lock_timeout_seconds,
                patience=patience,
            )
    except UnsafeStore as error:
        raise StartRefused(str(error)) from error
    except StoreUnavailable as error:
        raise StartRefused(
            f"The database does not answer, or does not let the gateway in ({driver_words(error)}). "
            "See that it runs, and that DATABASE_URL is right."
        ) from error


def require_sqlite_file(settings: Settings) -> None:
    """Raise `StartRefused` where the embedded database is not there: opening it would make an empty one."""
    if settings.sqlite_file and not settings.sqlite_file.exists():
        raise StartRefused(f"There is no database at {settings.sqlite_file}. {MIGRATE} (or loyalty-gateway up, a demo)")


def migrate(settings: Settings) -> None:
    """Bring the database to the newest schema, making an SQLite file where there is none; raises `StartRefused`."""
    if settings.sqlite_file:
        settings.sqlite_file.parent.mkdir(parents=True, exist_ok=True)
    open_safely(settings).close()
    with newer_refused(), store_errors():
        upgrade(settings.database_url)


def require_newest_schema(store: Store) -> None:
    """Raise `StartRefused` where migrations are pending, or were made by a newer program."""
    with newer_refused(), store_errors(), store.reads.connect() as connection:
        if not is_current(connection):
            raise StartRefused(f"The database is not at the newest schema. {MIGRATE}")


def _wire(settings: Settings, store: Store, patience: Patience) -> Gateway:
    clock, reader, unit_of_work = SystemClock(), Reader(store), UnitOfWork(store)
    identity = build_identity(settings, store, reader, unit_of_work, clock)
    replica = watch_replica(settings, store, reader, patience)
    may_be_stale = StaleReader(store, replica) if replica else reader
    customers = DatabaseCustomerDirectory(may_be_stale)
    rules = DatabaseEarningRules(reader, unit_of_work)
    due = DuePoints(store, reader, rules)
    ledger = DatabaseLedger(store, unit_of_work, due)
    holds = DatabaseExpiredHolds(store, reader, unit_of_work, due)
    parts = (store, reader, unit_of_work, rules)
    tickets, points, resets = DatabaseTicketBooks(*parts), DatabaseExpiredPoints(*parts), DatabaseTierResets(*parts)
    pages = Pager(PageTokens(settings.access.page_token_key.encode()), total_cap=settings.limits.total_rows)
    core = LoyaltyCore(
        authenticate=identity.authenticate,
        search_customers_by_name=SearchCustomersByName(customers, pages),
        search_customers_by_postcode=SearchCustomersByPostcode(customers, pages),
        search_accounts=SearchAccounts(DatabaseAccountDirectory(reader), pages, clock),
        enquire_balance=EnquireBalance(DatabaseAccountReader(reader), clock),
        explain_balance=ExplainBalance(DatabaseBalanceHistory(reader), pages, clock),
        update_balance=UpdateBalanceUseCase(ledger, clock),
        read_customer=ReadCustomer(DatabaseCustomerDirectory(reader)),
        list_transactions=ListTransactions(DatabaseTransactionHistory(may_be_stale), pages),
        **vars(build_purchases(reader, rules, tickets, clock)),
        **vars(build_reviews(*parts, pages, clock)),
        **vars(build_engagement(*parts, clock)),
    )
    return Gateway(
        settings=settings,
        store=store,
        reader=reader,
        unit_of_work=unit_of_work,
        clock=clock,
        core=core,
        identity=identity,
        jobs=build_jobs(holds, tickets, points, DatabaseExpiryNotices(*parts), resets, clock),
        health=StoreHealthReader(reader, clock),
        replica=replica,
    )


def _refuse_demo_credentials(gateway: Gateway) -> None:
    if not gateway.settings.is_on_loopback and gateway.identity.records.has_demo_credentials():
        raise StartRefused(
            "The database holds demo credentials, whose passwords everybody knows; such a database is served on "
            "loopback only. Use another database, or revoke them: loyalty-gateway credentials list, then revoke."
        )
