"""The one place where a request's XML is parsed, by a parser that reads nothing else."""

import threading

from lxml import etree

from domain.errors import InvalidInput
from wsdl.refusal import SoapRefusal

_thread = threading.local()


def parse(utf8: bytes) -> etree._Element:
    """The root of a document in UTF-8; raises `SoapRefusal` with the place of the error, never with its library text.

    Entities are not resolved, no DTD and no address is read, and libxml2's own bounds stay in force. Comments and
    processing instructions are kept, so that the next step can see them.
    """
    try:
        return etree.fromstring(utf8, _parser())
    except etree.XMLSyntaxError as error:
        line, column = error.position
        raise SoapRefusal(
            InvalidInput(f"The body is not well-formed XML (line {line}, column {column}), or it nests too deep.")
        ) from None


def _parser() -> etree.XMLParser:
    # A parser serves one thread at a time, so each thread has its own.
    parser: etree.XMLParser | None = getattr(_thread, "parser", None)
    if parser is None:
        parser = _thread.parser = etree.XMLParser(
            encoding="utf-8",
            resolve_entities=False,
            load_dtd=False,
            dtd_validation=False,
            attribute_defaults=False,
            no_network=True,
            huge_tree=False,
            recover=False,
            remove_comments=False,
            remove_pis=False,
            strip_cdata=True,
            collect_ids=False,
        )
    return parser
