"""What the rows of a search's reply hold: customers, and accounts."""

from domain.accounts.account_details import AccountDetails
from domain.customers.customer import Customer
from wsdl.replies.elements import amount_text
from wsdl.replies.paged_list import Listing

# The first three positions are documented; the rest, and all names of the properties, are guesses of contract v1.
CUSTOMERS: Listing[Customer] = Listing(
    key_type="retail:CustomerKey",
    key=lambda customer: customer.number,
    description=lambda customer: customer.number,
    properties=(
        ("customerNumber", lambda customer: customer.number),
        ("forename", lambda customer: customer.forename),
        ("surname", lambda customer: customer.surname),
        ("title", lambda customer: customer.title),
        ("street1", lambda customer: customer.address.street1),
        ("street2", lambda customer: customer.address.street2),
        ("street3", lambda customer: customer.address.street3),
        ("town", lambda customer: customer.address.town),
        ("county", lambda customer: customer.address.county),
        ("postCode", lambda customer: customer.address.postcode),
        ("country", lambda customer: customer.address.country),
    ),
)

ACCOUNTS: Listing[AccountDetails] = Listing(
    key_type="retail:CustomerLoyaltyAccountKey",
    key=lambda account: account.number,
    description=lambda account: account.description or account.number,
    properties=(
        ("accountId", lambda account: account.number),
        ("accountType", lambda account: account.type.value),
        ("accountDescription", lambda account: account.description),
        ("status", lambda account: account.status.value),
        ("currencyId", lambda account: account.currency),
        ("customerNumber", lambda account: account.customer_number),
        ("loyaltySchemeId", lambda account: account.scheme),
        ("tierCode", lambda account: account.tier),
        ("balance", lambda account: amount_text(account.figures.wire_balance)),
        ("available", lambda account: amount_text(account.figures.wire_available)),
        ("held", lambda account: amount_text(account.figures.wire_held)),
    ),
)
