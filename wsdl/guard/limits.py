"""How large and how deep a request may be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a request, all inclusive; what is beyond them is refused, as early as it can be told.

    `body_bytes` counts the body as it arrives. `attributes` and `depth` are per element; `namespaces` counts the
    namespace declarations of the whole document. `header_bytes` counts all that comes before the SOAP Body,
    `header_blocks` the blocks of the SOAP Header. The largest documented message has 10 elements in depth, no element
    with more than 4 attributes, and under 10 declarations; stacks add a dozen, and headers of some 8 KB where they sign.
    """

    body_bytes: int = 64 * 1024
    attributes: int = 32
    depth: int = 64
    namespaces: int = 64
    header_bytes: int = 16 * 1024
    header_blocks: int = 32
