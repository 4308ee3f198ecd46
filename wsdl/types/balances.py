"""The request objects of enquiry and update."""

from wsdl.types.members import RetailObject, member, part


class AccountBalanceEnquiryRequest(RetailObject):
    """Which account's balance is asked for."""

    _type_info = [  # noqa: RUF012 - Spyne reads it so
        ("accountType", member("Identifier", required=True)),
        ("accountId", member("OptionalIdentifier")),
        ("pan", member("OptionalIdentifier")),
        ("hashedPan", member("OptionalIdentifier")),
        ("currencyId", member("OptionalIdentifier")),
    ]


class AccountBalanceUpdate(RetailObject):
    """How a balance is to move."""

    _type_info = [  # noqa: RUF012
        ("transactionId", member("OptionalIdentifier")),
        ("deviceId", member("OptionalIdentifier")),
        ("accountId", member("OptionalIdentifier")),
        ("accountType", member("Identifier", required=True)),
        ("cardNumber", member("OptionalIdentifier")),
        ("updateAmount", member("Amount")),
        ("currencyId", member("OptionalIdentifier")),
        ("dateTimeUpdated", member("Moment")),
        ("expiryTime", member("Moment")),
        ("status", member("OptionalIdentifier")),
        ("referenceId", member("OptionalIdentifier")),
        ("locationId", member("OptionalIdentifier")),
        ("originalTransactionDeviceId", member("OptionalIdentifier")),
        ("originalTransactionId", member("OptionalIdentifier")),
    ]


class AccountBalanceUpdateRequest(RetailObject):
    """The wrapper around the update."""

    _type_info = [("accountBalanceUpdate", part(AccountBalanceUpdate, required=True))]  # noqa: RUF012
