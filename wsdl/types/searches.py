"""The three searches' request objects."""

from typing import Any

from wsdl.types.members import CoreObject, RetailObject, member, part


class PageInfo(CoreObject):
    """Which page is asked for, by offset."""

    _type_info = [("rowOffset", member("int")), ("rowCount", member("int"))]  # noqa: RUF012 - Spyne reads it so


class Ignored(RetailObject):
    """Accepted with any content, never read."""

    _type_info: list[Any] = []  # noqa: RUF012


_PAGE = [("types", part(Ignored)), ("pageInfo", part(PageInfo)), ("pageToken", member("PageToken"))]


class CustomerNameSearchRequest(RetailObject):
    """Find customers by the beginning of a name."""

    _type_info = [("searchName", member("ShortText", required=True)), *_PAGE]  # noqa: RUF012


class CustomerPostcodeSearchRequest(RetailObject):
    """Find customers by postcode."""

    _type_info = [("searchPostcode", member("ShortText", required=True)), *_PAGE]  # noqa: RUF012


class LoyaltyAccountSearchRequest(RetailObject):
    """Find accounts by customer, card, account id, type, currency or site."""

    _type_info = [  # noqa: RUF012
        ("customerNumber", member("OptionalIdentifier")),
        ("accountType", member("OptionalIdentifier")),
        ("accountId", member("OptionalIdentifier")),
        ("pan", member("OptionalIdentifier")),
        ("hashedPan", member("OptionalIdentifier")),
        ("currencyId", member("OptionalIdentifier")),
        ("locationId", member("OptionalIdentifier")),
        *_PAGE,
    ]
