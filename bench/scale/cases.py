"""The operations that are measured, each on customers drawn from the whole population."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from random import Random

from adapters.database.account_directory import DatabaseAccountDirectory
from adapters.database.account_reader import DatabaseAccountReader
from adapters.database.customer_directory import DatabaseCustomerDirectory
from adapters.database.engine import Store
from adapters.database.ledger import DatabaseLedger
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from bench.scale.listening import Listener
from bench.wrong import Wrong
from domain.accounts.account import AccountType
from domain.accounts.account_directory import AccountCriteria
from domain.accounts.enquire_balance import AccountKey
from domain.accounts.outcome import Outcome
from domain.accounts.update_balance import UpdateBalanceUseCase
from domain.accounts.update_command import UpdateBalance
from domain.clock import SystemClock
from domain.customers.postcodes import postcode_key
from domain.identity.caller import Caller
from domain.identity.origin import Origin
from domain.pager import Window
from domain.paging import OFFSET_LIMIT, SIZE_DEFAULT
from domain.programmes.programme import Programme
from gateway.demo.population.people import check_digit
from gateway.demo.population.plan import FIRST_NUMBER

PAGE = Window(SIZE_DEFAULT + 1)
TOTAL_CAP = 1_001
DEEP_ROW = 100_000
TERMS = {"rare surname": "lukaszewicz", "most common surname": "smith", "one letter": "s", "two letters": "sm"}


@dataclass(frozen=True, slots=True)
class Case:
    """An operation; `call` runs it once, for the customer at a place of the population."""

    name: str
    call: Callable[[int], object]


def cases(store: Store, listener: Listener, programme: Programme, customers: int) -> list[Case]:
    """All cases on this database."""
    return [
        *_name_cases(DatabaseCustomerDirectory(listener), DatabaseCustomerDirectory(Reader(store)), programme),
        *_postcode_cases(listener, programme, customers),
        *_account_cases(listener, programme),
        _update_case(store, programme),
    ]


def _name_cases(
    directory: DatabaseCustomerDirectory, unheard: DatabaseCustomerDirectory, programme: Programme
) -> list[Case]:
    found: list[Case] = []
    for name, term in TERMS.items():
        found += [
            Case(f"{name}, first page", lambda _, t=term: directory.list_by_name(programme.id, t, PAGE)),  # type: ignore[misc]
            Case(f"{name}, total", lambda _, t=term: directory.count_by_name(programme.id, t, TOTAL_CAP)),  # type: ignore[misc]
        ]
        most = unheard.count_by_name(programme.id, term, DEEP_ROW)
        if most > SIZE_DEFAULT:
            skip = min(OFFSET_LIMIT, most - SIZE_DEFAULT)
            deep = Window(SIZE_DEFAULT + 1, skip=skip)
            (last,) = unheard.list_by_name(programme.id, term, Window(1, skip=most - SIZE_DEFAULT))
            behind = Window(SIZE_DEFAULT + 1, after=last.key)
            found += [
                Case(f"{name}, deepest offset", lambda _, t=term, w=deep: directory.list_by_name(programme.id, t, w)),  # type: ignore[misc]
                Case(f"{name}, deep token", lambda _, t=term, w=behind: directory.list_by_name(programme.id, t, w)),  # type: ignore[misc]
            ]
    return found


def _postcode_cases(listener: Listener, programme: Programme, customers: int) -> list[Case]:
    directory = DatabaseCustomerDirectory(listener)
    random = Random(1)  # noqa: S311 - draws customers
    unheard = DatabaseCustomerDirectory(Reader(listener.opened))
    drawn = [unheard.read(programme.id, str(FIRST_NUMBER + 1 + random.randrange(customers))) for _ in range(50)]
    keys: Sequence[str] = [
        key for each in drawn if each and (key := postcode_key(each.address.postcode, programme.country))
    ]
    return [
        Case("postcode", lambda place: directory.list_by_postcode(programme.id, keys[place % len(keys)], PAGE)),
        Case("outward postcode", lambda _: directory.list_by_postcode(programme.id, "M01", PAGE)),
    ]


def _account_cases(listener: Listener, programme: Programme) -> list[Case]:
    directory, reader = DatabaseAccountDirectory(listener), DatabaseAccountReader(listener)
    now = datetime.now(UTC)

    def search(criteria: AccountCriteria) -> None:
        if not directory.list_accounts(programme, criteria, now, PAGE):
            raise Wrong(f"No account was found by {criteria}.")

    def enquire(key: AccountKey) -> None:
        if not reader.read(programme, key, now):
            raise Wrong(f"No account was found by {key}.")

    return [
        Case("account search by customer", lambda place: search(AccountCriteria(customer_number=_customer(place)))),
        Case("account search by card", lambda place: search(AccountCriteria(card_number=_card(place)))),
        Case("account search by number", lambda place: search(AccountCriteria(number=_account(place)))),
        Case("enquiry by number", lambda place: enquire(AccountKey(AccountType.LOYALTY, _account(place)))),
        Case("enquiry by card", lambda place: enquire(AccountKey(AccountType.LOYALTY, card_number=_card(place)))),
    ]


def _update_case(store: Store, programme: Programme) -> Case:
    use_case = UpdateBalanceUseCase(DatabaseLedger(store, UnitOfWork(store)), SystemClock())
    caller = Caller(programme, 1, "bench")
    prefix, numbers = f"{datetime.now(UTC):%Y%m%d%H%M%S%f}", iter(range(1_000_000_000))

    def update(place: int) -> None:
        origin = Origin("0001", "bench@0001")
        command = UpdateBalance(
            AccountType.LOYALTY.value,
            _account(place),
            amount=Decimal(1),
            transaction_id=f"{prefix}{next(numbers)}",
            message_origin=origin,
        )
        if use_case(caller, command).outcome is not Outcome.SUCCESS:
            raise Wrong("An update was refused.")

    return Case("update", update)


def _customer(place: int) -> str:
    return str(FIRST_NUMBER + 1 + place)


def _account(place: int) -> str:
    return f"{FIRST_NUMBER + 1 + place}0"


def _card(place: int) -> str:
    digits = f"633174{place:010}0"
    return f"{digits}{check_digit(digits)}"
