"""Files of accounts."""

from collections.abc import Collection, Mapping, Sequence

from domain.accounts.account_form import AccountForm, opening_of
from domain.accounts.account_sheet import AccountOpening, AccountSheet
from domain.accounts.open_accounts import OpenAccounts
from domain.amounts import format_amount, from_scaled
from domain.clock import Clock
from domain.programmes.programme import Programme
from domain.recorded import RowResult
from gateway.files.columns import Column
from gateway.files.importing import ImportKind

ACCOUNT_COLUMNS = (
    Column(
        "account_type", "customerLoyaltyAccount, customerDepositAccount, ...", "customerLoyaltyAccount", is_needed=True
    ),
    Column("number", "The account's id, unique among those of its type.", "887", is_needed=True),
    Column("customer_number", "The owner; empty for an account of nobody.", "100"),
    Column("currency", "Of ISO 4217; the programme's where it is empty.", "GBP"),
    Column("balance", "What it begins with, in decimals (12.40); entered as an opening movement.", "1250"),
    Column("description", "What tills show; the type's name where it is empty.", "Customer Loyalty Account - Club"),
    Column("scheme", "Code of the loyalty scheme; the programme's code where it is empty.", "LOYALTY_UK"),
    Column("scheme_description", "The scheme's name.", "Loyalty UK"),
    Column("tier", "Code of the tier.", "UK3"),
    Column("tier_description", "The tier's name.", "Gold"),
    Column("is_tier_manual", "true where people set the tier, else false.", "false"),
    Column("site", "Code of the shop that opened it.", "0001"),
    Column("floor", "How far down what is available may go; 0 where it is empty.", "0"),
    Column("credit_limit", "Credit that is available beside the balance; 0 where it is empty.", "0"),
    Column("status", "ACTIVE, BLOCKED or CLOSED, for new accounts; ACTIVE where it is empty.", "ACTIVE"),
    Column("opened_at", "When it was opened, such as 2024-05-31; the import's moment where it is empty.", "2024-05-31"),
)


def account_import(
    open_accounts: OpenAccounts, programme: Programme, clock: Clock, *, change_known: bool
) -> ImportKind[AccountOpening]:
    """How files of accounts are taken into this programme."""

    def read(cells: Mapping[str, str]) -> AccountOpening:
        return opening_of(AccountForm(**cells), programme, clock.now())

    def record(openings: Sequence[AccountOpening], given: Collection[str]) -> Sequence[RowResult]:
        return open_accounts(programme, openings, given=given, change_known=change_known)

    return ImportKind(ACCOUNT_COLUMNS, read, record)


def account_row(sheet: AccountSheet) -> list[str]:
    """The account as a row of these columns; its balance is today's."""
    opening, terms = sheet.opening, sheet.opening.terms

    def amount(scaled: int) -> str:
        return format_amount(from_scaled(scaled), opening.precision)

    return [
        opening.type.value,
        opening.number,
        opening.customer_number,
        opening.currency,
        amount(sheet.balance),
        terms.description,
        terms.scheme,
        terms.scheme_description,
        terms.tier,
        terms.tier_description,
        str(terms.is_tier_manual).lower(),
        terms.site,
        amount(terms.floor),
        amount(terms.credit_limit),
        opening.status,
        opening.opened_at.isoformat().replace("+00:00", "Z"),
    ]
