"""Customers with their places in the programme: the person, the identifiers, the accounts and the tier in one transaction."""

from collections.abc import Callable, Collection
from datetime import datetime

from sqlalchemy import Connection

from adapters.database.account_opener import AccountOpener
from adapters.database.customer_changes import known_customers, lock_customer
from adapters.database.customer_records import customer_ids, put_customers
from adapters.database.engine import Store
from adapters.database.hot_transaction import HotTransaction
from adapters.database.member_accounts import MemberAccountsLoader
from adapters.database.movement_ids import MovementIds
from adapters.database.point_lots_reader import PointLotsReader
from adapters.database.reading import Reader
from adapters.database.second_try import second_try
from adapters.database.store_errors import store_errors
from adapters.database.tier_keeper import TierKeeper
from adapters.database.tier_states import RulesAhead, RulesOf
from adapters.database.unit_of_work import UnitOfWork
from domain.accounts.account import AccountType
from domain.accounts.account_form import AccountForm, opening_of
from domain.accounts.account_records import OpeningState
from domain.accounts.account_sheet import AccountOpening, AccountTerms
from domain.accounts.books import Books
from domain.accounts.open_accounts import decide_opening
from domain.customers.customer import Customer
from domain.customers.identifier_keys import IdentifierKind, customer_uuid, identifier_keys
from domain.engagement.member_records import taken
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.programmes.programme import Programme
from domain.recorded import Recorded, RowResult
from domain.status import Status

Keys = Collection[tuple[IdentifierKind, str]]

_LOCK = "SELECT pg_advisory_xact_lock(hashtextextended(?, 0))"
_NUMBER = "SELECT 1 FROM customer WHERE programme_id = ? AND number = ?"
_HOLDER = """
SELECT 1 FROM customer_identifier k JOIN customer c ON c.id = k.customer_id
WHERE k.programme_id = ? AND k.kind = ? AND k.identifier = ? AND c.status <> ? AND c.id <> ?"""
_BY_ID = """
SELECT c.number FROM customer_identifier k JOIN customer c ON c.id = k.customer_id
WHERE k.programme_id = ? AND k.kind = ? AND k.identifier = ?"""
_LOYALTY = "SELECT 1 FROM account WHERE customer_id = ? AND account_type = ? LIMIT 1"


class DatabaseMemberRecords:
    """Implements the port `domain.engagement.member_records.MemberRecords`."""

    def __init__(self, store: Store, reader: Reader, unit_of_work: UnitOfWork, rules: EarningRulesRecords) -> None:
        self._store = store
        self._lots = PointLotsReader(reader)
        self._unit_of_work = unit_of_work
        self._rules = rules
        self._opener = AccountOpener(store)
        self._accounts = MemberAccountsLoader(store)
        self._ids = MovementIds(store)

    def add(self, programme: Programme, customer: Customer, now: datetime, *, enrols: bool) -> None:
        """See the port."""
        rules_of, first_look = RulesAhead(self._rules, programme), self._lots.first_look(programme, now)

        def work() -> None:
            with self._unit_of_work.transaction() as connection:
                hot = self._unit_of_work.on_driver(connection)
                keys = {(IdentifierKind.NUMBER, customer.number), *_reachable(customer, programme)}
                self._require_free(hot, programme, keys, 0)
                put_customers(connection, programme, [customer], now)
                customer_id = customer_ids(connection, programme.id, [customer.number])[customer.number]
                if enrols:
                    self._enrol(connection, programme, customer.number, customer_id, rules_of, first_look, now)

        with store_errors():
            second_try(work)

    def change(
        self,
        programme: Programme,
        member_id: str,
        change: Callable[[Customer], Customer],
        now: datetime,
        *,
        enrols: bool,
    ) -> bool:
        """See the port."""
        rules_of, first_look = RulesAhead(self._rules, programme), self._lots.first_look(programme, now)

        def work() -> bool:
            with self._unit_of_work.transaction() as connection:
                hot = self._unit_of_work.on_driver(connection)
                found = hot.rows(_BY_ID, (programme.id, IdentifierKind.ID.value, member_id))
                customer_id = lock_customer(connection, programme.id, found[0][0]) if found else None
                if customer_id is None:
                    return False
                known = known_customers(connection, programme.id, [found[0][0]])[found[0][0]]
                if known.status == Status.CLOSED:
                    return False
                changed = change(known)
                if changed != known:
                    new = _reachable(changed, programme) - _reachable(known, programme)
                    self._require_free(hot, programme, new, customer_id)
                    put_customers(connection, programme, [changed], now)
                if enrols:
                    self._enrol(connection, programme, known.number, customer_id, rules_of, first_look, now)
                return True

        with store_errors():
            return second_try(work)

    def _require_free(self, hot: HotTransaction, programme: Programme, keys: Keys, customer_id: int) -> None:
        """Raise `IdentifierTaken` where another customer has one of these; until the end nobody else is given one."""
        ordered = sorted(keys, key=lambda each: (each[0].value, each[1]))
        if not self._store.is_sqlite:
            # No row stands for an identifier that nobody has yet. In one order, so that nobody waits in a circle.
            for kind, key in ordered:
                hot.rows(_LOCK, (f"identifier {programme.id} {kind.value} {key}",))
        for kind, key in ordered:
            if kind is IdentifierKind.NUMBER:
                holders = hot.rows(_NUMBER, (programme.id, key))
            else:
                holders = hot.rows(_HOLDER, (programme.id, kind.value, key, Status.CLOSED.value, customer_id))
            if holders:
                raise taken(kind)

    def _enrol(
        self,
        connection: Connection,
        programme: Programme,
        number: str,
        customer_id: int,
        rules_of: RulesOf,
        first_look: datetime | None,
        now: datetime,
    ) -> None:
        """Open the loyalty account of a customer whose row is locked, unless there is one."""
        hot = self._unit_of_work.on_driver(connection)
        if hot.rows(_LOYALTY, (customer_id, AccountType.LOYALTY.value)):
            return
        # An account of the customer's own number may be another's: account numbers are given out by others too.
        for account_number in (number, customer_uuid(customer_id)):
            form = AccountForm(AccountType.LOYALTY.value, account_number, number)
            opening = opening_of(form, programme, now)
            if self._opener.open(connection, programme, [opening], _only_new, now, first_look)[0] is Recorded.ADDED:
                break
        books = Books(self._ids.within(hot))
        accounts = self._accounts.load(hot, books, programme.id, [account_number], now)[account_number]
        keeper = TierKeeper(hot, programme, accounts, rules_of)
        keeper.lift(now)
        keeper.write(now)


def _only_new(opening: AccountOpening, state: OpeningState) -> tuple[RowResult, AccountTerms]:
    return decide_opening(opening, state, (), change_known=False)


def _reachable(customer: Customer, programme: Programme) -> set[tuple[IdentifierKind, str]]:
    """The keys under which this customer is found, but for the id, which nobody else can have."""
    keys = identifier_keys(0, customer, programme.country)
    return {(kind, key) for kind, key in keys if kind is not IdentifierKind.ID}
