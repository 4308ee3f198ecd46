"""The replies of enquiry and update; `wsdl/replies/` writes the same as trees."""

from typing import Any

from domain.accounts.account import AccountType
from domain.accounts.account_details import AccountDetails
from domain.accounts.enquire_balance import BalanceReply
from domain.accounts.figures import Figures
from domain.accounts.outcome import Outcome
from domain.accounts.update_command import UpdateReply
from domain.customers.customer import Customer
from domain.refusals import Refusal
from wsdl.compiled.markup import element, escaped, optional
from wsdl.replies.balance_update import MEMBERS
from wsdl.replies.elements import flag_text, moment_text


def enquiry_reply(_request: Any, answer: BalanceReply) -> str:
    """The inside of submitAccountBalanceEnquiryResponse."""
    account = answer.account
    if account is None:
        return _output(
            "accountBalanceEnquiryOutput", _outcome(answer.outcome, answer.error) + _refusal_message(answer.error)
        )
    card = account.card
    messages = _messages([("", message) for message in account.messages]) if account.messages else ""
    return _output(
        "accountBalanceEnquiryOutput",
        f"{_account(account)}{optional('retail:accountDescription', account.description)}{_customer(account.customer)}"
        f"{_SUCCESS}{_card(card.number, card.status) if card else ''}{_groups(account.groups)}"
        f"{messages}{_total(account)}{_figures(account.figures)}",
    )


def update_reply(request: Any, answer: UpdateReply) -> str:
    """The inside of submitAccountBalanceUpdateResponse."""
    update = request.accountBalanceUpdate
    echo = {name: getattr(update, name) or "" for name in MEMBERS}
    echo["accountId"] = echo["accountId"] or answer.account_number
    if answer.expires_at is not None:
        echo["expiryTime"] = moment_text(answer.expires_at)
    members = "".join([optional(f"retail:{name}", text) for name, text in echo.items()])
    # lxml closes an element without children in its start tag.
    echoed = f"<retail:accountBalanceUpdate>{members}</retail:accountBalanceUpdate>"
    return _output(
        "accountBalanceUpdateOutput",
        f"{echoed if members else '<retail:accountBalanceUpdate/>'}{_outcome(answer.outcome, answer.error) if answer.error else _SUCCESS}"
        f"{_refusal_message(answer.error)}{_figures(answer.figures)}"
        f"<retail:replayed>{flag_text(answer.replayed)}</retail:replayed>"
        f"{optional('retail:duplicateOf', answer.duplicate_of)}",
    )


def _output(name: str, members: str) -> str:
    return f"<retail:{name}>{members}</retail:{name}>"


def _outcome(outcome: Outcome, error: Refusal | None) -> str:
    code = f"<retail:errorCode>{error.code}</retail:errorCode>" if error else ""
    return f"<retail:outcome><retail:name>{outcome.value}</retail:name></retail:outcome>{code}"


_SUCCESS = _outcome(Outcome.SUCCESS, None)


def _refusal_message(error: Refusal | None) -> str:
    return _messages([(error.code, error.sentence)]) if error else ""


def _messages(messages: list[tuple[str, str]]) -> str:
    if not messages:
        return ""
    inner = "".join(
        [
            f"<retail:message>{optional('retail:messageId', message_id)}{element('retail:messageText', text)}</retail:message>"
            for message_id, text in messages
        ]
    )
    return f"<retail:messages>{inner}</retail:messages>"


def _figures(figures: Figures | None) -> str:
    if figures is None:
        return ""
    text = figures.form.wire_text
    return (
        f"<retail:balance>{text(figures.balance)}</retail:balance>"
        f"<retail:available>{text(figures.available)}</retail:available>"
        f"<retail:held>{text(figures.held)}</retail:held>"
    )


def _account(account: AccountDetails) -> str:
    is_loyalty = account.type is AccountType.LOYALTY
    loyalty = (
        f"{optional('retail:loyaltySchemeId', account.scheme)}{optional('retail:tierCode', account.tier)}"
        f"<retail:manualTierReview>{flag_text(account.is_tier_manual)}</retail:manualTierReview>"
        if is_loyalty
        else ""
    )
    return (
        f"<retail:account{_LOYALTY_TYPE if is_loyalty else ''}>"
        f"<retail:accountId>{escaped(account.number)}</retail:accountId>"
        f"<retail:accountType>{account.type.value}</retail:accountType>"
        f"<retail:accountOpenedDate>{moment_text(account.opened_at)}</retail:accountOpenedDate>"
        f"<retail:status>{account.status.value}</retail:status>"
        f"{optional('retail:customerNumber', account.customer_number)}"
        f"{optional('retail:currencyId', account.currency)}{loyalty}</retail:account>"
    )


_LOYALTY_TYPE = ' xsi:type="retail:CustomerLoyaltyAccount"'


def _customer(customer: Customer | None) -> str:
    if customer is None:
        return ""
    email = ""
    if customer.email:
        email = (
            "<retail:emailAddresses><retail:emailAddress>"
            f"{element('retail:emailAddress', customer.email)}"
            "</retail:emailAddress></retail:emailAddresses>"
        )
    return (
        f"<retail:customer>{element('retail:customerNumber', customer.number)}"
        f"{optional('retail:title', customer.title)}{optional('retail:forename', customer.forename)}"
        f"{optional('retail:surname', customer.surname)}{_address(customer)}{email}</retail:customer>"
    )


def _address(customer: Customer) -> str:
    address = customer.address
    parts = (
        f"{optional('retail:street1', address.street1)}{optional('retail:street2', address.street2)}"
        f"{optional('retail:street3', address.street3)}{optional('retail:town', address.town)}"
        f"{optional('retail:county', address.county)}{optional('retail:postCode', address.postcode)}"
        f"{optional('retail:country', address.country)}"
    )
    if not parts:
        return ""
    return (
        f"<retail:addresses><retail:address>{parts}<retail:isPreferred>true</retail:isPreferred>"
        "</retail:address></retail:addresses>"
    )


def _card(number: str, status: str) -> str:
    return (
        f"<retail:customerCard>{element('retail:cardNumber', number)}{optional('retail:status', status)}"
        "</retail:customerCard>"
    )


def _groups(groups: tuple[str, ...]) -> str:
    if not groups:
        return ""
    return f"<retail:customerGroups>{''.join([element('retail:groupId', group) for group in groups])}</retail:customerGroups>"


def _total(account: AccountDetails) -> str:
    if account.type is not AccountType.LOYALTY:
        return ""
    figures = account.figures
    return (
        "<retail:customerLoyaltyAccountTotal><retail:pointsBalance>"
        f"{figures.form.wire_text(figures.balance)}</retail:pointsBalance></retail:customerLoyaltyAccountTotal>"
    )
