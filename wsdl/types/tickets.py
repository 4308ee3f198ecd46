"""The request objects of purchases."""

from wsdl.types.members import TicketObject, many, member, part

_BASKET_LINE = (
    ("itemCode", member("OptionalIdentifier")),
    ("category", member("OptionalIdentifier")),
    ("quantity", member("Amount")),
    ("amount", member("Amount", required=True)),
)
_NAMED_TICKET = (
    ("receiptNumber", member("Identifier", required=True)),
    ("businessDate", member("Day", required=True)),
    ("locationId", member("OptionalIdentifier")),
    ("deviceId", member("OptionalIdentifier")),
)


class BasketLine(TicketObject):
    """One line of a basket."""

    _type_info = [*_BASKET_LINE]  # noqa: RUF012 - Spyne reads it so


class BasketLines(TicketObject):
    """The lines of a basket."""

    _type_info = [("line", many(BasketLine))]  # noqa: RUF012


class TicketLine(TicketObject):
    """One line that was sold."""

    _type_info = [  # noqa: RUF012
        *_BASKET_LINE,
        ("name", member("Wording")),
        ("shortDescription", member("Wording")),
        ("longDescription", member("Wording")),
        ("unitPrice", member("Amount")),
        ("tax", member("Amount")),
        ("discount", member("Amount")),
    ]


class TicketLines(TicketObject):
    """What was sold."""

    _type_info = [("line", many(TicketLine))]  # noqa: RUF012


class ReturnedLine(TicketObject):
    """Some of a line of the original ticket that comes back."""

    _type_info = [  # noqa: RUF012
        ("originalLine", member("WholeNumber", required=True)),
        ("quantity", member("Amount", required=True)),
        ("amount", member("Amount", required=True)),
    ]


class ReturnedLines(TicketObject):
    """What came back."""

    _type_info = [("returnedLine", many(ReturnedLine))]  # noqa: RUF012


class OriginalTicket(TicketObject):
    """An earlier ticket."""

    _type_info = [*_NAMED_TICKET]  # noqa: RUF012


class Tender(TicketObject):
    """How a part was paid."""

    _type_info = [("type", member("Identifier", required=True)), ("amount", member("Amount", required=True))]  # noqa: RUF012


class Tenders(TicketObject):
    """How all was paid."""

    _type_info = [("tender", many(Tender))]  # noqa: RUF012


class Withdrawal(TicketObject):
    """Points that pay a part."""

    _type_info = [  # noqa: RUF012
        ("points", member("Amount", required=True)),
        ("amount", member("Amount", required=True)),
        ("transactionId", member("OptionalIdentifier")),
    ]


class Withdrawals(TicketObject):
    """All points that pay."""

    _type_info = [("withdrawal", many(Withdrawal))]  # noqa: RUF012


class Ticket(TicketObject):
    """A ticket."""

    _type_info = [  # noqa: RUF012
        ("receiptNumber", member("Identifier", required=True)),
        ("businessDate", member("Day")),
        ("locationId", member("OptionalIdentifier")),
        ("deviceId", member("OptionalIdentifier")),
        ("occurredAt", member("Moment", required=True)),
        ("sequence", member("WholeNumber")),
        ("cardNumber", member("OptionalIdentifier")),
        ("customerNumber", member("OptionalIdentifier")),
        ("currency", member("OptionalIdentifier")),
        ("lines", part(TicketLines)),
        ("returnedLines", part(ReturnedLines)),
        ("original", part(OriginalTicket)),
        ("cancelsOriginal", member("boolean")),
        ("tenders", part(Tenders)),
        ("withdrawals", part(Withdrawals)),
        ("total", member("Amount", required=True)),
    ]


class EarningPreviewRequest(TicketObject):
    """A basket, and whose it is."""

    _type_info = [  # noqa: RUF012
        ("locationId", member("OptionalIdentifier")),
        ("occurredAt", member("Moment")),
        ("cardNumber", member("OptionalIdentifier")),
        ("customerNumber", member("OptionalIdentifier")),
        ("currency", member("OptionalIdentifier")),
        ("lines", part(BasketLines, required=True)),
        ("paidWithPoints", member("Amount")),
        ("withdrawPoints", member("Amount")),
    ]


class TicketAttributionRequest(TicketObject):
    """A ticket that is in the books, and whose it is."""

    _type_info = [  # noqa: RUF012
        *_NAMED_TICKET,
        ("cardNumber", member("OptionalIdentifier")),
        ("customerNumber", member("OptionalIdentifier")),
    ]


class TicketGapSearchRequest(TicketObject):
    """Whose gaps are asked for."""

    _type_info = [("deviceId", member("OptionalIdentifier"))]  # noqa: RUF012
