"""The paged list that every search answers: core:pagedArrayList."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from lxml import etree

from domain.paging import Page
from wsdl.names import core
from wsdl.replies.elements import PREFIXES, flag_text, text, typed

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Listing(Generic[Row]):
    """How rows of one kind are listed: the type and text of their key, a description, and values by property name."""

    key_type: str
    key: Callable[[Row], str]
    description: Callable[[Row], str]
    properties: Sequence[tuple[str, Callable[[Row], str]]]


def paged_reply(wrapper: str, page: Page[Row], listing: Listing[Row], *, zeros: bool) -> etree._Element:
    """The reply of a search, in the element `wrapper`.

    `zeros` writes the three documented attributes as the vendor's example has them, all "0", for a till that reads
    anything else as an error; the page itself is the same.
    """
    reply = etree.Element(core(wrapper), nsmap=PREFIXES)
    paged = etree.SubElement(reply, core("pagedArrayList"))
    paged.set("rowsPerPage", "0" if zeros else str(page.size))
    paged.set("currentRowOffset", "0" if zeros else str(page.offset))
    paged.set("totalRows", "0" if zeros else str(page.total))
    if page.total_is_capped:
        paged.set("totalRowsCapped", flag_text(page.total_is_capped))
    if page.next:
        paged.set("nextPageToken", page.next)
    for row in page.rows:
        _contents(paged, row, listing)
    names = etree.SubElement(paged, core("propertyNames"))
    for name, _ in listing.properties:
        text(names, core("string"), name)
    return reply


def _contents(paged: etree._Element, row: Row, listing: Listing[Row]) -> None:
    contents = etree.SubElement(paged, core("contents"))
    typed(contents, "core:ListElement")
    typed(text(contents, core("key"), listing.key(row)), listing.key_type)
    text(contents, core("descriptionProperty"), listing.description(row))
    values = etree.SubElement(etree.SubElement(contents, core("data")), core("values"))
    for _, value in listing.properties:
        typed(text(values, core("arrayObject"), value(row)), "core:String")
