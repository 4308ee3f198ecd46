"""A message that is read already."""

from typing import Any, NamedTuple

from lxml import etree

from wsdl.names import SoapVersion


class Known(NamedTuple):
    """A message that is valid by the contract: the name of the operation that it asks for, and its request object."""

    version: SoapVersion
    operation: str
    request: Any
    header_blocks: tuple[etree._Element, ...] = ()
