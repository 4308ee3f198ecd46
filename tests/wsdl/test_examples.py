"""The examples are what the gateway takes and answers."""

import pytest
from lxml import etree

from tests.wsdl.canned_core import CannedCore
from tests.wsdl.examples import ALL, CORRELATION_ID, EXAMPLES, Example
from tests.wsdl.soap import Answer, Soap
from wsdl.application import build_soap_application


@pytest.fixture
def soap(canned: CannedCore) -> Soap:
    """The SOAP application with a fixed correlation id."""
    return Soap(
        build_soap_application(canned.core(), public_url="http://x", correlation_id=lambda _environ: CORRELATION_ID)
    )


def _ask(soap: Soap, example: Example) -> Answer:
    return soap.send(example.file("request").read_bytes(), path=f"/{example.service}")


def _bare(xml: bytes) -> bytes:
    """Canonical, without comments and without the space that indents the files."""
    parser = etree.XMLParser(remove_comments=True, remove_blank_text=True)
    return etree.tostring(etree.fromstring(xml, parser), method="c14n")


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.operation)
def test_the_request_gets_the_reply(soap: Soap, example: Example) -> None:
    assert _bare(_ask(soap, example).body) == _bare(example.file("reply").read_bytes())


@pytest.mark.parametrize("example", ALL, ids=lambda example: example.operation)
def test_the_fault_is_how_its_error_looks(soap: Soap, canned: CannedCore, example: Example) -> None:
    canned.answers[example.use_case] = example.error
    assert _bare(_ask(soap, example).body) == _bare(example.file("fault").read_bytes())


def test_no_example_is_left_over() -> None:
    files = {example.file(kind) for example in ALL for kind in ("request", "reply", "fault")}
    assert set(EXAMPLES.glob("*.xml")) == files
