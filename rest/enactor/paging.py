"""Pages on the wire: what a call asks for, what the reply says, and the links from one page to the others."""

from collections.abc import Mapping
from typing import Any, TypeVar
from urllib.parse import urlencode

from flask import request
from marshmallow import fields

from domain.paging import OFFSET_LIMIT, Page, PageRequest
from rest.enactor.fields import WholeNumber
from rest.enactor.settings import RestSettings, rest_settings
from rest.enactor.wire_schema import ReplySchema, WireSchema

Row = TypeVar("Row")

LINK_HEADER = {
    "Link": {"description": "The pages first, prev and next (RFC 8288).", "schema": {"type": "string"}},
}
_PAGING = ("rowOffset", "rowCount", "pageToken")


class PageQuerySchema(WireSchema):
    """Which page."""

    row_offset = WholeNumber(
        "Rows to skip, up to 10,000; to read on from there, send the page token.",
        metadata={"minimum": 0, "maximum": OFFSET_LIMIT},
    )
    row_count = WholeNumber("Rows on the page; more than 100 are cut to 100.", metadata={"minimum": 1})
    page_token = fields.String(metadata={"description": "The nextPageToken of the page before, with the same search."})


class PageSchema(ReplySchema):
    """What a reply says about its page."""

    rows_per_page = fields.Integer(required=True)
    current_row_offset = fields.Integer(required=True)
    total_rows = fields.Integer(required=True)
    total_rows_capped = fields.Boolean(metadata={"description": "Only where there are more than totalRows."})
    next_page_token = fields.String(metadata={"description": "The pageToken of the next page; none on the last."})


def page_request(query: Mapping[str, Any]) -> PageRequest:
    """The page that the query of this call asks for; raises `InvalidInput`."""
    return page_asked(query, rest_settings())


def page_asked(query: Mapping[str, Any], settings: RestSettings) -> PageRequest:
    """The page that a query asks for; raises `InvalidInput`."""
    return PageRequest(
        offset=query.get("row_offset", 0),
        size=query.get("row_count", settings.page_size_default),
        after=query.get("page_token", ""),
    )


def page_members(page: Page[Row]) -> dict[str, Any]:
    """The page under the names of `PageSchema`."""
    return {
        "rows_per_page": page.size,
        "current_row_offset": page.offset,
        "total_rows": page.total,
        "total_rows_capped": True if page.total_is_capped else None,
        "next_page_token": page.next,
    }


def links(page: Page[Row]) -> dict[str, str]:
    """The header `Link` of this call's page."""
    return links_at(page, request.root_path + request.path, request.args)


def links_at(page: Page[Row], path: str, query: Mapping[str, str]) -> dict[str, str]:
    """The header `Link`: the address of this page's call with other paging parameters, as a path on this host."""
    first = {"rowCount": str(page.size)}
    pages = {"first": first}
    before = max(0, page.offset - page.size)
    if page.offset > 0 and before <= OFFSET_LIMIT:
        pages["prev"] = {"rowOffset": str(before), **first}
    if page.next:
        pages["next"] = {**first, "pageToken": page.next}
    kept = {name: value for name, value in query.items() if name not in _PAGING}
    return {"Link": ", ".join(f'<{path}?{urlencode({**kept, **page})}>; rel="{rel}"' for rel, page in pages.items())}
