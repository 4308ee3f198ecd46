"""Settings: what a message and a page may be."""
# ruff: noqa: FBT003 - `setting` makes a dataclass field, and its default stands where a reader looks for it

from dataclasses import dataclass

from domain.paging import SIZE_DEFAULT, SIZE_LIMIT, TOTAL_CAP
from gateway.settings.setting import flag, setting, whole


@dataclass(frozen=True, slots=True)
class LimitSettings:
    """What a message and a page may be."""

    body_bytes: int = setting(
        "BODY_LIMIT_BYTES",
        whole(1024, 16 * 1024 * 1024),
        64 * 1024,
        "The largest message, on both protocols, at all addresses but those that take tickets.",
        unit="bytes",
    )
    ticket_body_bytes: int = setting(
        "TICKET_BODY_LIMIT_BYTES",
        whole(1024, 16 * 1024 * 1024),
        1024 * 1024,
        "The largest message that brings tickets: at `POST /tickets`, `/tickets/preview`, `send_transaction` and "
        "`PosTicketService`; never less than `BODY_LIMIT_BYTES`. A ticket of 200 lines with their descriptions has about "
        "110 KB over SOAP and 65 KB over REST. A process keeps eight of the largest at the same time; beyond it a large one "
        "is answered 503.",
        unit="bytes",
        danger="High, the worst message costs more memory and time, also to somebody without credentials.",
    )
    xml_attributes: int = setting(
        "XML_ATTRIBUTE_LIMIT", whole(8, 1000), 32, "The most attributes that one XML element may have."
    )
    xml_depth: int = setting("XML_DEPTH_LIMIT", whole(16, 200), 64, "How deep XML elements may nest.")
    xml_namespaces: int = setting(
        "XML_NAMESPACE_LIMIT", whole(16, 1000), 64, "The most namespace declarations that one SOAP message may have."
    )
    soap_header_bytes: int = setting(
        "SOAP_HEADER_LIMIT_BYTES",
        whole(1024, 1024 * 1024),
        16 * 1024,
        "How much of a SOAP message may come before its Body.",
        unit="bytes",
    )
    soap_header_blocks: int = setting(
        "SOAP_HEADER_BLOCK_LIMIT", whole(4, 1000), 32, "The most blocks that a SOAP Header may have."
    )
    json_depth: int = setting("JSON_DEPTH_LIMIT", whole(8, 200), 32, "How deep objects and arrays may nest over REST.")
    page_size: int = setting(
        "PAGE_SIZE", whole(1, SIZE_LIMIT), SIZE_DEFAULT, "Rows on a page where the caller does not say.", unit="rows"
    )
    total_rows: int = setting(
        "TOTAL_ROWS_LIMIT",
        whole(1, 100_000),
        TOTAL_CAP,
        "How far the rows of a search are counted. Beyond it totalRows says this, and totalRowsCapped is true.",
        unit="rows",
        danger="Large, a search for a common name takes long.",
    )
    paging_zeros: bool = setting(
        "PAGING_ZEROS",
        flag,
        False,
        "Answer SOAP searches with zeros in the three paging attributes, as the vendor's example shows.",
        danger="Tills then can't tell how many rows there are.",
    )
    available_points_with_escrow: bool = setting(
        "AVAILABLE_POINTS_WITH_ESCROW",
        flag,
        False,
        "Count points that wait in escrow in SessionM's available_points.",
        danger="They can't be spent yet, and a return takes them back.",
    )

    @property
    def largest_ticket_bytes(self) -> int:
        """The largest message that brings tickets; who raises the limit of all addresses raises this one too."""
        return max(self.body_bytes, self.ticket_body_bytes)
