"""Answers that a core may give, generated."""

from datetime import UTC, datetime

from hypothesis import strategies as st

from domain import refusals
from domain.accounts.account import AccountStatus, AccountType, AmountForm, Unit
from domain.accounts.account_details import AccountDetails, CardDetails
from domain.accounts.enquire_balance import BalanceReply
from domain.accounts.figures import Figures
from domain.accounts.update_command import UpdateReply
from domain.customers.customer import Address, Customer
from domain.errors import InvalidInput, KeyReuse, NotAllowed, StoreUnavailable, Unauthenticated
from domain.paging import Page

WORDS = st.text(max_size=6)
MOMENTS = st.datetimes(datetime(1950, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis wants it
_AMOUNTS = st.integers(-(10**18), 10**18)
FORMS = st.builds(AmountForm, st.sampled_from(Unit), st.integers(0, 4), st.booleans())
FIGURES = st.builds(Figures, _AMOUNTS, _AMOUNTS, _AMOUNTS, FORMS, WORDS)
ADDRESSES = st.just(Address()) | st.builds(Address, *[WORDS] * 7)
CUSTOMERS = st.builds(Customer, *[WORDS] * 4, ADDRESSES, *[WORDS] * 3)
TEXTS = st.lists(WORDS, max_size=2).map(tuple)
ACCOUNTS = st.builds(
    AccountDetails,
    type=st.sampled_from(AccountType),
    number=WORDS,
    description=WORDS,
    status=st.sampled_from(AccountStatus),
    currency=WORDS,
    opened_at=MOMENTS,
    figures=FIGURES,
    customer_number=WORDS,
    scheme=WORDS,
    tier=WORDS,
    is_tier_manual=st.booleans(),
    customer=st.none() | CUSTOMERS,
    card=st.none() | st.builds(CardDetails, *[WORDS] * 3),
    groups=TEXTS,
    messages=TEXTS,
)
REFUSALS = (
    st.builds(refusals.NoAccount, WORDS)
    | st.builds(refusals.UnknownAccountType, WORDS)
    | st.builds(refusals.InsufficientFunds, WORDS)
)
BALANCES = ACCOUNTS.map(BalanceReply) | REFUSALS.map(lambda error: BalanceReply(error=error))
UPDATES = st.builds(
    UpdateReply,
    error=st.none() | REFUSALS,
    figures=st.none() | FIGURES,
    account_number=WORDS,
    replayed=st.booleans(),
    duplicate_of=WORDS,
    expires_at=st.none() | MOMENTS,
)
_COUNTS = st.integers(0, 12_000)
_PAGE = (_COUNTS, st.integers(1, 100), _COUNTS, st.booleans(), WORDS)
CUSTOMER_PAGES = st.builds(Page, st.lists(CUSTOMERS, max_size=3), *_PAGE)
ACCOUNT_PAGES = st.builds(Page, st.lists(ACCOUNTS, max_size=3), *_PAGE)
ERRORS = st.one_of(
    REFUSALS,
    st.builds(InvalidInput, WORDS, field=WORDS),
    st.sampled_from([NotAllowed(), KeyReuse(), StoreUnavailable(), Unauthenticated(), KeyError("a fault of ours")]),
)
"""What a use case may raise, expected or not."""
