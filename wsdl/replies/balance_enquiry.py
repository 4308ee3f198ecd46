"""The reply of the balance enquiry: retail:accountBalanceEnquiryOutput."""

from lxml import etree

from domain.accounts.account import AccountType
from domain.accounts.account_details import AccountDetails, CardDetails
from domain.accounts.enquire_balance import BalanceReply
from domain.customers.customer import Customer
from wsdl.names import retail
from wsdl.replies.balance import balance_reply, write_figures, write_messages, write_outcome
from wsdl.replies.elements import amount_text, flag_text, moment_text, optional, text, typed


def enquiry_reply(answer: BalanceReply) -> etree._Element:
    """The reply: the account with its figures, or the outcome that says why there is none."""
    reply, output = balance_reply("submitAccountBalanceEnquiryResponse", "accountBalanceEnquiryOutput")
    account = answer.account
    if account is None:
        write_outcome(output, answer.outcome, answer.error)
        if answer.error is not None:
            write_messages(output, [(answer.error.code, answer.error.sentence)])
        return reply
    _write_account(output, account)
    optional(output, retail("accountDescription"), account.description)
    _write_customer(output, account.customer)
    write_outcome(output, answer.outcome, answer.error)
    _write_card(output, account.card)
    _write_groups(output, account.groups)
    write_messages(output, [("", message) for message in account.messages])
    _write_total(output, account)
    write_figures(output, account.figures)
    return reply


def _write_account(output: etree._Element, account: AccountDetails) -> None:
    element = etree.SubElement(output, retail("account"))
    text(element, retail("accountId"), account.number)
    text(element, retail("accountType"), account.type.value)
    text(element, retail("accountOpenedDate"), moment_text(account.opened_at))
    text(element, retail("status"), account.status.value)
    optional(element, retail("customerNumber"), account.customer_number)
    optional(element, retail("currencyId"), account.currency)
    if account.type is AccountType.LOYALTY:
        typed(element, "retail:CustomerLoyaltyAccount")
        optional(element, retail("loyaltySchemeId"), account.scheme)
        optional(element, retail("tierCode"), account.tier)
        text(element, retail("manualTierReview"), flag_text(account.is_tier_manual))


def _write_customer(output: etree._Element, customer: Customer | None) -> None:
    if customer is None:
        return
    element = etree.SubElement(output, retail("customer"))
    text(element, retail("customerNumber"), customer.number)
    optional(element, retail("title"), customer.title)
    optional(element, retail("forename"), customer.forename)
    optional(element, retail("surname"), customer.surname)
    _write_address(element, customer)
    if customer.email:
        addresses = etree.SubElement(element, retail("emailAddresses"))
        text(etree.SubElement(addresses, retail("emailAddress")), retail("emailAddress"), customer.email)


def _write_address(element: etree._Element, customer: Customer) -> None:
    address = customer.address
    parts = (
        ("street1", address.street1),
        ("street2", address.street2),
        ("street3", address.street3),
        ("town", address.town),
        ("county", address.county),
        ("postCode", address.postcode),
        ("country", address.country),
    )
    if not any(value for _, value in parts):
        return
    one = etree.SubElement(etree.SubElement(element, retail("addresses")), retail("address"))
    for name, value in parts:
        optional(one, retail(name), value)
    text(one, retail("isPreferred"), "true")


def _write_card(output: etree._Element, card: CardDetails | None) -> None:
    if card is None:
        return
    element = etree.SubElement(output, retail("customerCard"))
    text(element, retail("cardNumber"), card.number)
    optional(element, retail("status"), card.status)


def _write_groups(output: etree._Element, groups: tuple[str, ...]) -> None:
    if groups:
        parent = etree.SubElement(output, retail("customerGroups"))
        for group in groups:
            text(parent, retail("groupId"), group)


def _write_total(output: etree._Element, account: AccountDetails) -> None:
    if account.type is AccountType.LOYALTY:
        total = etree.SubElement(output, retail("customerLoyaltyAccountTotal"))
        text(total, retail("pointsBalance"), amount_text(account.figures.wire_balance))
