"""The operations in the database: all statements of one call, driver included, without HTTP."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count

from adapters.database.account_directory import DatabaseAccountDirectory
from adapters.database.account_reader import DatabaseAccountReader
from adapters.database.ledger import DatabaseLedger
from adapters.database.profile_directory import DatabaseProfileDirectory
from bench.scale.cases import DATABASE, NOTHING, ONE_ROW, Case
from bench.scale.listening import HeardUnitOfWork, Listener
from bench.scale.name_cases import name_cases
from bench.scale.population import Population
from bench.scale.postcode_cases import postcode_cases
from bench.wrong import Wrong
from domain.accounts.account import AccountType
from domain.accounts.account_directory import AccountCriteria
from domain.accounts.enquire_balance import AccountKey
from domain.accounts.outcome import Outcome
from domain.accounts.update_balance import UpdateBalanceUseCase
from domain.accounts.update_command import UpdateBalance
from domain.clock import SystemClock
from domain.customers.identifier_keys import IdentifierKind, email_key
from domain.identity.caller import Caller
from domain.identity.origin import Origin
from domain.pager import Window
from domain.paging import SIZE_DEFAULT

_ROWS = SIZE_DEFAULT + 1


def database_cases(population: Population, listener: Listener) -> Iterator[Case]:
    """All of them; the listener hears what they ask of the database."""
    yield from name_cases(population, listener)
    yield from postcode_cases(population, listener)
    yield from _account_cases(population, listener)
    yield from _profile_cases(population, listener)
    yield _update_case(population, listener)


def _account_cases(population: Population, listener: Listener) -> Iterator[Case]:
    directory, reader, programme = (
        DatabaseAccountDirectory(listener),
        DatabaseAccountReader(listener),
        population.programme,
    )
    now = datetime.now(UTC)

    def search(criteria: AccountCriteria) -> None:
        if not directory.list_accounts(programme, criteria, now, Window(_ROWS)):
            raise Wrong(f"No account was found by {criteria}.")

    def enquire(key: AccountKey) -> None:
        if not reader.read(programme, key, now):
            raise Wrong(f"No account was found by {key}.")

    at = population.at
    for name, call in (
        ("account search by customer", lambda n: search(AccountCriteria(customer_number=at(n).number))),
        ("account search by card", lambda n: search(AccountCriteria(card_number=at(n).card))),
        ("account search by number", lambda n: search(AccountCriteria(number=at(n).account))),
        ("enquiry by number", lambda n: enquire(AccountKey(AccountType.LOYALTY, at(n).account))),
        ("enquiry by card", lambda n: enquire(AccountKey(AccountType.LOYALTY, card_number=at(n).card))),
    ):
        yield Case(name, DATABASE, call, ONE_ROW)


def _profile_cases(population: Population, listener: Listener) -> Iterator[Case]:
    directory, programme, now = DatabaseProfileDirectory(listener), population.programme, datetime.now(UTC)

    def find(kind: IdentifierKind, key: str, users: int) -> None:
        if len(directory.find(programme, kind, key, now)) != users:
            raise Wrong(f"{users} customers were to be found by {kind.value}.")

    at, phone = population.at, IdentifierKind.PHONE
    yield Case(
        "user by e-mail", DATABASE, lambda n: find(IdentifierKind.EMAIL, email_key(at(n).email) or "", 1), ONE_ROW
    )
    yield Case("user by phone", DATABASE, lambda n: find(phone, at(n).phone, 1), ONE_ROW)
    yield Case("user by a phone that many share", DATABASE, lambda _: find(phone, population.shared_phone, 2), NOTHING)


def _update_case(population: Population, listener: Listener) -> Case:
    use_case = UpdateBalanceUseCase(
        DatabaseLedger(population.store, HeardUnitOfWork(population.store, listener)), SystemClock()
    )
    caller = Caller(population.programme, 1, "bench")
    prefix, numbers = f"{datetime.now(UTC):%Y%m%d%H%M%S%f}", count()

    def update(number: int) -> None:
        command = UpdateBalance(
            AccountType.LOYALTY.value,
            population.at(number).account,
            amount=Decimal(1),
            transaction_id=f"{prefix}{next(numbers)}",
            message_origin=Origin("0001", "bench@0001"),
        )
        if use_case(caller, command).outcome is not Outcome.SUCCESS:
            raise Wrong("An update was refused.")

    return Case("update", DATABASE, update, ONE_ROW)
