"""From the texts that an administrator types, or an import file has, to an account that may be opened."""

from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from domain.accounts.account import AccountType, Unit, parse_account_type
from domain.accounts.account_sheet import AccountOpening, AccountTerms
from domain.amounts import PLACES, parse_amount, to_scaled
from domain.currencies import currency_code, currency_places
from domain.errors import InvalidInput
from domain.programmes.programme import Programme
from domain.refusals import UnknownAccountType
from domain.status import Status, parse_status
from domain.text import clean_identifier, clean_text, echo, optional_identifier

DESCRIPTIONS = {
    AccountType.LOYALTY: "Customer Loyalty Account",
    AccountType.DEPOSIT: "Customer Deposit Account",
    AccountType.CREDIT: "Customer Credit Account",
    AccountType.EMPLOYEE: "Employee Account",
    AccountType.CREDIT_NOTE: "Credit Note",
    AccountType.SPEND: "Customer Spend Account",
}
_SHORT = {kind.name.lower().replace("_", "-"): kind for kind in AccountType}
_YES, _NO = {"true", "yes", "1"}, {"", "false", "no", "0"}


@dataclass(frozen=True, slots=True)
class AccountForm:
    """An account as it was filled in, all of it text; an empty field takes its default.

    Amounts are decimals, as in 12.40 whatever the wire shows. `opened_at` is an ISO 8601 date or time, read in the
    programme's time zone where it has no offset.
    """

    account_type: str
    number: str
    customer_number: str = ""
    currency: str = ""
    balance: str = ""
    description: str = ""
    scheme: str = ""
    scheme_description: str = ""
    tier: str = ""
    tier_description: str = ""
    is_tier_manual: str = ""
    site: str = ""
    floor: str = ""
    credit_limit: str = ""
    status: str = ""
    opened_at: str = ""


def account_type(text: str) -> AccountType:
    """The account type of this name, in full or in short (loyalty, credit-note); raises `InvalidInput`."""
    try:
        return _SHORT.get(text.strip().lower()) or parse_account_type(text)
    except UnknownAccountType:
        names = ", ".join(kind.value for kind in AccountType)
        raise InvalidInput(
            f"account_type {echo(text)!r} is not known; give one of {names}.", field="account_type"
        ) from None


def opening_of(form: AccountForm, programme: Programme, now: datetime) -> AccountOpening:
    """The account in this form; raises `InvalidInput`, naming the field and what to give instead.

    Loyalty accounts count points, with as many decimals as the programme says; the others count money.
    """
    kind = account_type(form.account_type)
    currency = currency_code(form.currency) if form.currency.strip() else programme.currency
    unit = Unit.POINTS if kind is AccountType.LOYALTY else Unit.MONEY
    precision = programme.rules.points_precision if unit is Unit.POINTS else currency_places(currency)
    opening = scaled_amount(form.balance, "balance", precision) if form.balance.strip() else None
    terms = terms_of(form, programme, kind, precision)
    status = parse_status(form.status)
    if opening and status is Status.CLOSED:
        raise InvalidInput("balance of a closed account must be zero.", field="balance")
    if opening is not None and opening + terms.credit_limit < terms.floor:
        raise InvalidInput(
            "balance is below what the account may go down to; give it a credit_limit or a lower floor.",
            field="balance",
        )
    return AccountOpening(
        type=kind,
        number=clean_identifier(form.number, "number"),
        customer_number=optional_identifier(form.customer_number, "customer_number"),
        currency=currency,
        unit=unit,
        precision=precision,
        terms=terms,
        opening=opening,
        status=status,
        opened_at=_moment(form.opened_at, programme, now),
    )


def terms_of(form: AccountForm, programme: Programme, kind: AccountType, precision: int) -> AccountTerms:
    """The terms in this form, with the defaults of the programme and of the kind of account; raises `InvalidInput`."""
    is_loyalty = kind is AccountType.LOYALTY
    credit_limit = scaled_amount(form.credit_limit or "0", "credit_limit", precision)
    if credit_limit < 0:
        raise InvalidInput(
            "credit_limit is not below zero; what an account may go down to is its floor.", field="credit_limit"
        )
    return AccountTerms(
        description=clean_text(form.description, "description") or DESCRIPTIONS[kind],
        scheme=optional_identifier(form.scheme, "scheme") or (programme.code if is_loyalty else ""),
        scheme_description=clean_text(form.scheme_description, "scheme_description")
        or (programme.name if is_loyalty else ""),
        tier=optional_identifier(form.tier, "tier"),
        tier_description=clean_text(form.tier_description, "tier_description"),
        is_tier_manual=_flag(form.is_tier_manual, "is_tier_manual"),
        site=optional_identifier(form.site, "site"),
        floor=scaled_amount(form.floor or "0", "floor", precision),
        credit_limit=credit_limit,
    )


def scaled_amount(text: str, field: str, precision: int) -> int:
    """The amount in ten-thousandths; raises `InvalidInput` for more decimals than the account keeps."""
    scaled = to_scaled(parse_amount(text.strip(), field=field))
    if scaled % 10 ** (PLACES - precision):
        places = f"{precision} decimal places" if precision else "no decimal places"
        raise InvalidInput(f"{field} {echo(text)!r} has too many decimals: this account has {places}.", field=field)
    return scaled


def _flag(text: str, field: str) -> bool:
    value = text.strip().lower()
    if value not in _YES | _NO:
        raise InvalidInput(f"{field} {echo(text)!r} is neither true nor false.", field=field)
    return value in _YES


def _moment(text: str, programme: Programme, now: datetime) -> datetime:
    if not text.strip():
        return now
    try:
        moment = datetime.fromisoformat(text.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(programme.time_zone))).astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidInput(
            f"opened_at {echo(text)!r} is not a date; give one such as 2024-05-31 or 2024-05-31T12:00:00Z.",
            field="opened_at",
        ) from None
