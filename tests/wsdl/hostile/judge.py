"""Says what is wrong with the answer to a hostile document, or that nothing is."""

from lxml import etree

from tests.wsdl.hostile.document import REPLY, Hostile
from tests.wsdl.soap import Answer

SECRET = "canary-content-of-a-file"
LONGEST_FAULT_BYTES = 3_000


def kind_of(document: Hostile, status: int, headers: dict[str, str], body: bytes) -> str:
    """The fault code of the answer, or `REPLY`; raises AssertionError where it breaks a promise.

    `headers` have names in lower case. Every answer is SOAP of the version that was sent, valid by the contract, without
    any library's words, and of a kind that the document expects.
    """
    try:
        answer = Answer(status, headers, body)
    except (etree.LxmlError, ValueError, KeyError) as error:
        raise AssertionError(f"{document.name}: no SOAP, but {status} {body[:80]!r}") from error
    kind = answer.code if answer.is_fault else REPLY
    assert answer.version is document.version, f"{document.name}: answered in SOAP {answer.version.number}"
    assert kind in document.expected, f"{document.name}: answered {kind}, expected {sorted(document.expected)}"
    assert not answer.is_fault or len(body) < LONGEST_FAULT_BYTES, f"{document.name}: {len(body)} bytes of fault"
    assert SECRET.encode() not in body, f"{document.name}: read the file"
    return kind
