"""Encodings: UTF-8 and UTF-16, with header, mark and declaration agreeing."""

import codecs

import pytest

from tests.wsdl.canned_core import CannedCore
from tests.wsdl.soap import NAME_SEARCH, Soap, enveloped

SEARCH = enveloped(NAME_SEARCH.replace(">a<", ">Müller 李<"))
UTF16 = '<?xml version="1.0" encoding="UTF-16"?>' + SEARCH
UTF8 = '<?xml version="1.0" encoding="utf-8"?>' + SEARCH


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (SEARCH.encode(), ""),
        (SEARCH.encode(), "utf-8"),
        (SEARCH.encode(), "UTF8"),
        (UTF8.encode(), "utf-8"),
        (codecs.BOM_UTF8 + UTF8.encode(), "utf-8"),
        (codecs.BOM_UTF8 + SEARCH.encode(), ""),
        (UTF16.encode("utf-16"), "utf-16"),
        (UTF16.encode("utf-16"), ""),
        (UTF16.encode("utf-16-le"), ""),
        (UTF16.encode("utf-16-be"), "utf-16"),
        (SEARCH.encode("utf-16-be"), "UTF-16BE"),
        (codecs.BOM_UTF16_LE + SEARCH.encode("utf-16-le"), "utf-16le"),
        (codecs.BOM_UTF16_BE + SEARCH.encode("utf-16-be"), "utf-16"),
    ],
)
def test_utf_8_and_utf_16_are_read_alike(soap: Soap, canned: CannedCore, body: bytes, charset: str) -> None:
    assert not soap.send(body, content_type=f"text/xml; charset={charset}" if charset else "text/xml").is_fault
    assert canned.last.text == "Müller 李"


@pytest.mark.parametrize("charset", ["us-ascii", "ascii", "utf-8", ""])
@pytest.mark.parametrize("declared", ["us-ascii", "UTF-8", "utf8"])
def test_what_is_ascii_may_be_called_utf_8_and_the_other_way_round(
    soap: Soap, canned: CannedCore, charset: str, declared: str
) -> None:
    body = f'<?xml version="1.0" encoding="{declared}"?>' + enveloped(NAME_SEARCH)
    assert not soap.send(body, content_type=f"text/xml; charset={charset}" if charset else "text/xml").is_fault
    assert canned.last.text == "a"


@pytest.mark.parametrize(
    ("body", "charset"),
    [
        (SEARCH.encode(), "utf-16"),
        (UTF16.encode("utf-16"), "utf-8"),
        (UTF16.encode(), "utf-8"),
        (UTF8.encode("utf-16"), "utf-16"),
        (SEARCH.encode("utf-8"), "iso-8859-1"),
        (SEARCH.encode("utf-8"), "bogus"),
        (SEARCH.encode("utf-8"), "utf-7"),
        (SEARCH.encode("utf-8"), "zlib"),
        (SEARCH.encode("utf-8"), "x" * 900),
        (SEARCH.replace("李", "").encode("latin-1"), "utf-8"),
        (SEARCH.replace("李", "").encode("latin-1"), ""),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?>' + SEARCH.encode(), ""),
        (b'<?xml version="1.0" encoding="EBCDIC-CP-GB"?>' + SEARCH.encode(), "utf-8"),
        (SEARCH.encode("utf-32"), ""),
        (b"\xff\xfe" + b"<" * 7, ""),
        (SEARCH.encode().replace("李".encode(), b"\xed\xa0\x80"), "utf-8"),
        (SEARCH.encode().replace("李".encode(), b"\xc0\xaf"), "utf-8"),
        (SEARCH.encode().replace("李".encode(), b"\x00"), "utf-8"),
        (b"\x00" * 50, ""),
        (SEARCH.encode(), "us-ascii"),
        (b'<?xml version="1.0" encoding="us-ascii"?>' + SEARCH.encode(), "utf-8"),
        (codecs.BOM_UTF16_BE + SEARCH.encode("utf-16-be"), "utf-16le"),
        (codecs.BOM_UTF16_LE + UTF16.replace("UTF-16", "UTF-16BE").encode("utf-16-le"), ""),
    ],
)
def test_everything_else_is_a_client_fault(soap: Soap, canned: CannedCore, body: bytes, charset: str) -> None:
    answer = soap.send(body, content_type=f"text/xml; charset={charset}" if charset else "text/xml")
    assert answer.code == "Client.InvalidInput"
    assert not canned.asked
