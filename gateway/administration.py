"""Wires what administrators do: every use case of the administration commands, over one open store."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any

from adapters.database.account_merges import DatabaseAccountMerges
from adapters.database.account_records import DatabaseAccountRecords
from adapters.database.balance_history import DatabaseBalanceHistory
from adapters.database.books_snapshot import DatabaseBooks
from adapters.database.card_records import DatabaseCardRecords
from adapters.database.customer_changes import DatabaseCustomerRecords
from adapters.database.due_points import DuePoints
from adapters.database.earning_rules_records import DatabaseEarningRules
from adapters.database.engine import Store
from adapters.database.expiring_points import DatabaseExpiringPoints
from adapters.database.ledger import DatabaseLedger
from adapters.database.planner_statistics import refresh_statistics
from adapters.database.programme_records import DatabaseProgrammeRecords
from adapters.database.reading import Reader
from adapters.database.unit_of_work import UnitOfWork
from adapters.database.whole_tables import WholeTables
from domain.accounts.account_records import AccountRecords
from domain.accounts.adjust_account import AdjustAccount
from domain.accounts.block_account import BlockAccount
from domain.accounts.change_account import ChangeAccount
from domain.accounts.close_account import CloseAccount
from domain.accounts.explain_balance import ExplainBalance
from domain.accounts.list_expiring import ListExpiring
from domain.accounts.merge_accounts import MergeAccounts
from domain.accounts.open_accounts import OpenAccounts
from domain.accounts.reinstate_points import ReinstatePoints
from domain.cards.add_cards import AddCards
from domain.cards.block_card import BlockCard
from domain.cards.card_records import CardRecords
from domain.cards.close_card import CloseCard
from domain.clock import Clock, SystemClock
from domain.customers.add_customers import AddCustomers
from domain.customers.block_customer import BlockCustomer
from domain.customers.change_customer import ChangeCustomer
from domain.customers.close_customer import CloseCustomer
from domain.customers.customer_records import CustomerRecords
from domain.page_tokens import PageTokens
from domain.pager import Pager
from domain.programmes.add_programme import AddProgramme
from domain.programmes.add_site import AddSite
from domain.programmes.block_programme import BlockProgramme
from domain.programmes.block_site import BlockSite
from domain.programmes.close_programme import CloseProgramme
from domain.programmes.close_site import CloseSite
from domain.programmes.earning_rules_records import EarningRulesRecords
from domain.programmes.find_programme import FindProgramme
from domain.programmes.programme_records import ProgrammeRecords
from domain.programmes.set_earning_rules import SetEarningRules
from domain.purchases.approve_ticket import ApproveTicket
from domain.purchases.list_ticket_reviews import ListTicketReviews
from domain.purchases.reject_ticket import RejectTicket
from domain.verification.verify_books import VerifyBooks
from domain.whole_records import WholeRecords
from gateway.review_wiring import build_reviews
from gateway.settings import Settings
from gateway.wiring import open_safely, require_newest_schema, require_sqlite_file


@dataclass(frozen=True, slots=True)
class Administration:
    """The menu of the administration commands: records to look things up in, and one use case per thing to do."""

    clock: Clock
    programmes: ProgrammeRecords
    customers: CustomerRecords
    cards: CardRecords
    accounts: AccountRecords
    whole_records: WholeRecords
    find_programme: FindProgramme
    add_programme: AddProgramme
    block_programme: BlockProgramme
    close_programme: CloseProgramme
    earning_rules: EarningRulesRecords
    set_earning_rules: SetEarningRules
    add_site: AddSite
    block_site: BlockSite
    close_site: CloseSite
    add_customers: AddCustomers
    change_customer: ChangeCustomer
    block_customer: BlockCustomer
    close_customer: CloseCustomer
    add_cards: AddCards
    block_card: BlockCard
    close_card: CloseCard
    open_accounts: OpenAccounts
    change_account: ChangeAccount
    adjust_account: AdjustAccount
    reinstate_points: ReinstatePoints
    list_expiring: ListExpiring
    block_account: BlockAccount
    close_account: CloseAccount
    merge_accounts: MergeAccounts
    verify_books: VerifyBooks
    explain_balance: ExplainBalance
    list_ticket_reviews: ListTicketReviews
    approve_ticket: ApproveTicket
    reject_ticket: RejectTicket
    refresh_statistics: Callable[[], None]


@contextmanager
def open_administration(settings: Settings) -> Iterator[Administration]:
    """The administration of the database of these settings, which need no secrets; closed when the block ends.

    Raises `StartRefused` for a database that is not there, not safe or not migrated.
    """
    require_sqlite_file(settings)
    store = open_safely(settings)
    try:
        require_newest_schema(store)
        yield build_administration(store, SystemClock())
    finally:
        store.close()


def build_administration(store: Store, clock: Clock) -> Administration:
    """Every use case over this store."""
    reader, unit_of_work = Reader(store), UnitOfWork(store)
    programmes, cards = DatabaseProgrammeRecords(reader, unit_of_work), DatabaseCardRecords(reader, unit_of_work)
    customers, earning_rules = DatabaseCustomerRecords(reader, unit_of_work), DatabaseEarningRules(reader, unit_of_work)
    accounts = DatabaseAccountRecords(store, reader, unit_of_work)
    return Administration(
        clock=clock,
        programmes=programmes,
        customers=customers,
        cards=cards,
        accounts=accounts,
        whole_records=WholeTables(reader),
        find_programme=FindProgramme(programmes),
        add_programme=AddProgramme(programmes),
        block_programme=BlockProgramme(programmes),
        close_programme=CloseProgramme(programmes),
        earning_rules=earning_rules,
        set_earning_rules=SetEarningRules(earning_rules, clock),
        add_site=AddSite(programmes),
        block_site=BlockSite(programmes),
        close_site=CloseSite(programmes),
        add_customers=AddCustomers(customers, clock),
        change_customer=ChangeCustomer(customers, clock),
        block_customer=BlockCustomer(customers),
        close_customer=CloseCustomer(customers),
        add_cards=AddCards(cards, clock),
        block_card=BlockCard(cards),
        close_card=CloseCard(cards),
        open_accounts=OpenAccounts(accounts, clock),
        change_account=ChangeAccount(accounts, clock),
        list_expiring=ListExpiring(DatabaseExpiringPoints(reader), clock),
        block_account=BlockAccount(accounts, clock),
        close_account=CloseAccount(accounts, clock),
        **_moving_by_hand(store, clock, accounts, earning_rules),
        verify_books=VerifyBooks(DatabaseBooks(store)),
        refresh_statistics=partial(refresh_statistics, store),
        explain_balance=ExplainBalance(DatabaseBalanceHistory(reader), _pages(), clock),
        **vars(build_reviews(store, reader, unit_of_work, earning_rules, _pages(), clock)),
    )


def _moving_by_hand(
    store: Store, clock: Clock, accounts: AccountRecords, earning_rules: EarningRulesRecords
) -> dict[str, Any]:
    """The use cases that move balances."""
    reader, unit_of_work = Reader(store), UnitOfWork(store)
    ledger = DatabaseLedger(store, unit_of_work, DuePoints(store, reader, earning_rules))
    return {
        "adjust_account": AdjustAccount(accounts, ledger, clock),
        "reinstate_points": ReinstatePoints(accounts, ledger, earning_rules, clock),
        "merge_accounts": MergeAccounts(DatabaseAccountMerges(store, reader, unit_of_work, earning_rules), clock),
    }


def _pages() -> Pager:
    """Pages that go by offset: no token leaves the process."""
    return Pager(PageTokens(os.urandom(32)))
