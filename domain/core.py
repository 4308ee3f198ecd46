"""The menu that every face is handed: one callable per thing the product can do."""

from dataclasses import dataclass

from domain.accounts.enquire_balance import EnquireBalance
from domain.accounts.explain_balance import ExplainBalance
from domain.accounts.search_accounts import SearchAccounts
from domain.accounts.update_balance import UpdateBalanceUseCase
from domain.customers.list_transactions import ListTransactions
from domain.customers.read_customer import ReadCustomer
from domain.customers.search_by_name import SearchCustomersByName
from domain.customers.search_by_postcode import SearchCustomersByPostcode
from domain.engagement.add_member import AddMember
from domain.engagement.change_member import ChangeMember
from domain.engagement.find_profile import FindProfile
from domain.identity.authenticate import Authenticate
from domain.purchases.approve_ticket import ApproveTicket
from domain.purchases.attribute_ticket import AttributeTicket
from domain.purchases.book_tickets import BookTickets
from domain.purchases.list_ticket_gaps import ListTicketGaps
from domain.purchases.list_ticket_reviews import ListTicketReviews
from domain.purchases.preview_earning import PreviewEarning
from domain.purchases.record_transaction import RecordTransaction
from domain.purchases.reject_ticket import RejectTicket


@dataclass(frozen=True, slots=True)
class LoyaltyCore:
    """What the product can do. `gateway.wiring.build_core` makes one; a face translates, calls one of these, translates
    back. `authenticate` turns credentials into the `Caller` that the others take first.
    """

    authenticate: Authenticate
    search_customers_by_name: SearchCustomersByName
    search_customers_by_postcode: SearchCustomersByPostcode
    search_accounts: SearchAccounts
    enquire_balance: EnquireBalance
    explain_balance: ExplainBalance
    update_balance: UpdateBalanceUseCase
    read_customer: ReadCustomer
    list_transactions: ListTransactions
    preview_earning: PreviewEarning
    book_tickets: BookTickets
    attribute_ticket: AttributeTicket
    list_ticket_gaps: ListTicketGaps
    list_ticket_reviews: ListTicketReviews
    approve_ticket: ApproveTicket
    reject_ticket: RejectTicket
    find_profile: FindProfile
    add_member: AddMember
    change_member: ChangeMember
    record_transaction: RecordTransaction
