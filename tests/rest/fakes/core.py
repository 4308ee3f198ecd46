"""The core on fakes: the domain's own use cases over stores in memory."""

from typing import Any, cast

from domain.accounts.enquire_balance import EnquireBalance
from domain.accounts.explain_balance import ExplainBalance
from domain.accounts.search_accounts import SearchAccounts
from domain.accounts.update_balance import UpdateBalanceUseCase
from domain.core import LoyaltyCore
from domain.customers.customer import Customer
from domain.customers.list_transactions import ListTransactions
from domain.customers.read_customer import ReadCustomer
from domain.customers.search_by_name import SearchCustomersByName
from domain.customers.search_by_postcode import SearchCustomersByPostcode
from domain.engagement.add_member import AddMember
from domain.engagement.change_member import ChangeMember
from domain.engagement.find_profile import FindProfile
from domain.page_tokens import PageTokens
from domain.pager import Pager
from domain.purchases.approve_ticket import ApproveTicket
from domain.purchases.attribute_ticket import AttributeTicket
from domain.purchases.book_tickets import BookTickets
from domain.purchases.list_ticket_gaps import ListTicketGaps
from domain.purchases.list_ticket_reviews import ListTicketReviews
from domain.purchases.preview_earning import PreviewEarning
from domain.purchases.record_transaction import RecordTransaction
from domain.purchases.reject_ticket import RejectTicket
from tests.builders import TestClock
from tests.fakes.balance_history import FakeBalanceHistory
from tests.fakes.customer_directory import FakeCustomerDirectory
from tests.fakes.earning_rules import FakeEarningRules
from tests.fakes.member_directory import FakeMembers
from tests.fakes.member_records import FakeMemberRecords
from tests.fakes.profile_directory import FakeProfiles
from tests.fakes.ticket_books import FakeTicketBooks
from tests.fakes.transaction_history import FakeTransactionHistory
from tests.rest.fakes.authenticate import PROGRAMME, FakeAuthenticate
from tests.rest.fakes.issue_token import FakeIssueToken
from tests.rest.fakes.ledger import ShownLedger


class FakeWorld:
    """Everything that a test may arrange, and the core over it."""

    def __init__(self) -> None:
        self.clock = TestClock()
        self.ledger = ShownLedger(PROGRAMME)
        self.history = FakeBalanceHistory(self.ledger)
        self.customers = FakeCustomerDirectory()
        self.transactions = FakeTransactionHistory()
        self.earning_rules = FakeEarningRules()
        self.members = FakeMembers()
        self.profiles = FakeProfiles()
        self.tickets = FakeTicketBooks()
        self.authenticate = FakeAuthenticate()
        self.issue_token = FakeIssueToken(self.clock)
        find_profile = FindProfile(self.profiles, self.earning_rules, self.clock)
        self.member_records = FakeMemberRecords(self.profiles, self.earning_rules)
        pages = Pager(PageTokens(b"s" * 32), total_cap=50)
        book_tickets = BookTickets(self.earning_rules, self.members, self.tickets, self.clock)
        self.core = LoyaltyCore(
            authenticate=cast("Any", self.authenticate),
            search_customers_by_name=SearchCustomersByName(self.customers, pages),
            search_customers_by_postcode=SearchCustomersByPostcode(self.customers, pages),
            search_accounts=SearchAccounts(self.ledger.directory, pages, self.clock),
            enquire_balance=EnquireBalance(self.ledger, self.clock),
            explain_balance=ExplainBalance(self.history, pages, self.clock),
            update_balance=UpdateBalanceUseCase(self.ledger, self.clock),
            read_customer=ReadCustomer(self.customers),
            list_transactions=ListTransactions(self.transactions, pages),
            preview_earning=PreviewEarning(self.earning_rules, self.members, self.tickets, self.clock),
            book_tickets=book_tickets,
            attribute_ticket=AttributeTicket(self.earning_rules, self.members, self.tickets, self.clock),
            list_ticket_gaps=ListTicketGaps(self.tickets),
            list_ticket_reviews=ListTicketReviews(self.tickets, pages),
            approve_ticket=ApproveTicket(self.tickets, self.earning_rules, self.clock),
            reject_ticket=RejectTicket(self.tickets, self.clock),
            find_profile=find_profile,
            add_member=AddMember(self.member_records, find_profile, self.clock),
            change_member=ChangeMember(self.member_records, find_profile, self.clock),
            record_transaction=RecordTransaction(book_tickets),
        )

    def enrol(self, *customers: Customer) -> None:
        """Put customers into the programme."""
        self.customers.put(PROGRAMME, *customers)
