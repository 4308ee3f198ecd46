"""A core with fixed answers, for tests of what happens at the edge; it keeps what it was asked."""

from dataclasses import dataclass, field, fields
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from domain.accounts.account import AccountStatus, AccountType, AmountForm, Unit
from domain.accounts.account_details import AccountDetails, CardDetails
from domain.accounts.enquire_balance import BalanceReply
from domain.accounts.figures import Figures
from domain.accounts.update_command import UpdateReply
from domain.core import LoyaltyCore
from domain.customers.customer import Address, Customer
from domain.errors import Unauthenticated
from domain.identity.authenticate import Credentials, PasswordCredentials
from domain.identity.caller import Caller
from domain.paging import Page
from domain.programmes.programme import Programme
from domain.purchases.earning import Earning, EarningStep
from domain.purchases.list_ticket_gaps import SequenceGap
from domain.purchases.member_directory import Member
from domain.purchases.preview_earning import EarningForecast
from domain.purchases.ticket import TicketKind
from domain.purchases.ticket_books import Reason, TicketReceipt

POINTS = AmountForm(Unit.POINTS, precision=0, money_in_smallest_unit=True)
FIGURES = Figures(balance=12_500_000, held=100_000, available=12_400_000, form=POINTS, currency="GBP")
AMELIA = Customer(
    number="100",
    surname="Baldwin",
    forename="Amelia",
    title="Miss",
    address=Address(street1="1 High Street", town="London", postcode="SW1A 1AA", country="GB"),
    email="amelia@example.com",
)
ANGUS = Customer(number="101", surname="O'Brien & Söhne <Ltd>", forename="Angus")
ACCOUNT = AccountDetails(
    type=AccountType.LOYALTY,
    number="0101025190527144502028",
    description="Customer Loyalty Account - Club",
    status=AccountStatus.ACTIVE,
    currency="GBP",
    opened_at=datetime(2009, 7, 14, 17, 30, tzinfo=UTC),
    figures=FIGURES,
    customer_number="100",
    scheme="LOYALTY_UK",
    tier="UK",
    customer=AMELIA,
    card=CardDetails(number="8934736829037", hashed_number="0" * 64),
    groups=("CLUB",),
    messages=("Happy birthday",),
)
EARNING = Earning(
    points=Decimal(26),
    steps=(
        EarningStep("base", Decimal(20), "20 points: 1 per 1 GBP on 20.00", (Decimal(6), Decimal(14))),
        EarningStep("drinks", Decimal(6), "6 points: 1 per 1 GBP on 6.00", (Decimal(6), Decimal(0))),
    ),
)
FORECAST = EarningForecast(
    EARNING,
    rules_version=1,
    spendable_from=datetime(2026, 12, 1, 12, tzinfo=UTC),
    member=Member("100", ACCOUNT.number, "UK"),
)
RECEIPT = TicketReceipt(
    ticket_id=1,
    kind=TicketKind.SALE,
    earned=EARNING.points,
    reasons=tuple(Reason(step.rule, step.points, step.explanation) for step in EARNING.steps),
    customer_number="100",
    rules_version=1,
    spendable_from=datetime(2026, 12, 1, 12, tzinfo=UTC),
    spendable=Decimal(1250),
    spendable_escrow=Decimal(26),
    tier_qualifying=Decimal(0),
    tier_qualifying_escrow=Decimal(26),
)
TILL = Caller(
    programme=Programme(id=1, code="CLUB", name="The Club"), credential_id=1, name="till-1", default_device="till-1"
)


@dataclass
class CannedCore:
    """Answers every use case with the value set here, or raises it where it is an exception."""

    answers: dict[str, Any] = field(
        default_factory=lambda: {
            "search_customers_by_name": Page([AMELIA, ANGUS], 0, 20, 2),
            "search_customers_by_postcode": Page([AMELIA], 0, 20, 1),
            "search_accounts": Page([ACCOUNT], 0, 20, 1),
            "enquire_balance": BalanceReply(ACCOUNT),
            "book_tickets": [RECEIPT],
            "attribute_ticket": RECEIPT,
            "preview_earning": FORECAST,
            "list_ticket_gaps": [SequenceGap("pos1@0001.enactor", 1203, 1204)],
            "update_balance": UpdateReply(figures=FIGURES, moved=880_000, account_number=ACCOUNT.number, movement_id=1),
        }
    )
    asked: list[tuple[str, Any]] = field(default_factory=list)
    credentials: list[tuple[Credentials, str]] = field(default_factory=list)

    def authenticate(self, credentials: Credentials, *, subject: str = "") -> Caller:
        """The till, for till-1 with the password demo."""
        self.credentials.append((credentials, subject))
        wrong = isinstance(credentials, PasswordCredentials) and credentials.secret != "demo"
        if wrong or getattr(credentials, "name", "") != "till-1":
            raise Unauthenticated
        return TILL

    def core(self) -> LoyaltyCore:
        """The menu with these answers."""

        def answering(name: str) -> Any:
            def answer(caller: Caller, command: Any, *_: Any) -> Any:
                assert caller is TILL
                self.asked.append((name, command))
                result = self.answers[name]
                if isinstance(result, Exception):
                    raise result
                return result

            return answer

        answers: dict[str, Any] = {name: answering(name) for name in self.answers}
        # No SOAP operation calls the rest of the menu.
        rest = {each.name: None for each in fields(LoyaltyCore) if each.name not in answers}
        return LoyaltyCore(**{**rest, **answers, "authenticate": self.authenticate})

    @property
    def last(self) -> Any:
        """The last command that a use case got."""
        return self.asked[-1][1]
