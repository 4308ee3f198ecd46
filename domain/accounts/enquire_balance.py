"""Use case: ask for an account and its balance."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from domain.accounts.account import AccountType, parse_account_type
from domain.accounts.account_details import AccountDetails
from domain.accounts.outcome import Outcome, outcome_of
from domain.clock import Clock
from domain.errors import InvalidInput
from domain.identity.caller import Caller, Operation
from domain.identity.origin import NOWHERE, Origin, resolve_origin
from domain.programmes.programme import Programme
from domain.refusals import NoAccount, Refusal
from domain.text import clean_identifier, optional_identifier


class BalanceEnquiry(NamedTuple):
    """Names one account: by type and account id, or by type and card number or hashed card number."""

    account_type: str
    account_id: str = ""
    card_number: str = ""
    hashed_card_number: str = ""
    currency: str = ""
    message_origin: Origin = NOWHERE
    header_origin: Origin = NOWHERE


class AccountKey(NamedTuple):
    """The enquiry after checking: texts are trimmed ASCII, the hash lower-case, the currency upper-case."""

    type: AccountType
    number: str = ""
    card_number: str = ""
    hashed_card_number: str = ""
    currency: str = ""


class AccountReader(Protocol):
    """Where accounts are read."""

    def read(self, programme: Programme, key: AccountKey, now: datetime) -> AccountDetails | None:
        """The account with customer, card and figures, or None. Held counts holds whose expiry is after `now`."""


class BalanceReply(NamedTuple):
    """The account, or the refusal (`NoAccount`, `UnknownAccountType`) that says why there is none."""

    account: AccountDetails | None = None
    error: Refusal | None = None

    @property
    def outcome(self) -> Outcome:
        """The outcome that the reply names."""
        return outcome_of(self.error)


@dataclass(frozen=True, slots=True)
class EnquireBalance:
    """Reads one account; moves nothing. Closed and blocked accounts are answered, and say so in their status."""

    accounts: AccountReader
    clock: Clock

    def __call__(self, caller: Caller, enquiry: BalanceEnquiry) -> BalanceReply:
        """The account and its figures; raises `NotAllowed` or `InvalidInput`."""
        caller.require(Operation.ENQUIRE_BALANCE)
        resolve_origin(caller, enquiry.message_origin, enquiry.header_origin)
        try:
            account = self.accounts.read(caller.programme, _key_of(enquiry), self.clock.now())
            if account is None or not caller.may_reach(account.customer_number):
                raise NoAccount
            return BalanceReply(account)
        except Refusal as refusal:
            return BalanceReply(error=refusal)


def _key_of(enquiry: BalanceEnquiry) -> AccountKey:
    key = AccountKey(
        number=optional_identifier(enquiry.account_id, "accountId"),
        card_number=optional_identifier(enquiry.card_number, "cardNumber"),
        hashed_card_number=optional_identifier(enquiry.hashed_card_number, "hashedPan").lower(),
        currency=optional_identifier(enquiry.currency, "currencyId").upper(),
        # Last: a message with a fault of form is told of that first, on both protocols.
        type=parse_account_type(clean_identifier(enquiry.account_type, "accountType")),
    )
    if not (key.number or key.card_number or key.hashed_card_number):
        raise InvalidInput("Send accountId, cardNumber or hashedPan.", field="accountId")
    return key
