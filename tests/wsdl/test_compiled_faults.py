"""Faults as text are the faults of the reference, byte for byte."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.error_tree import all_errors
from domain.errors import InvalidInput
from wsdl import fault_writer
from wsdl.compiled import faults, markup
from wsdl.faults import Fault
from wsdl.names import VERSIONS
from wsdl.refusal import FaultKind

NASTY = "&<>\"'\r\n\t\0\x01\x0b\x1f\x7f\x85\xa0\u2028\ud800\udfff\ufffd\ufffe\uffff\U0001f600\U0010ffff]\\%s{}é"
"""Markup, white space, what XML can't carry, what a format string would take, what needs one to four bytes."""
TEXTS = st.text(st.sampled_from(NASTY) | st.characters(), max_size=150) | st.just("]]>")
FAULTS = st.builds(
    Fault,
    version=st.sampled_from(VERSIONS),
    kind=st.sampled_from(FaultKind),
    error=st.builds(lambda kind, text, field: kind(text, field=field), st.sampled_from(all_errors()), TEXTS, TEXTS),
    correlation_id=TEXTS,
    http_status=st.just(500),
    not_understood=st.lists(st.sampled_from(["{urn:x}a", "b", "{urn:x}é"]), max_size=2).map(tuple),
)


@given(FAULTS)
@settings(max_examples=300, deadline=None)
def test_the_same_bytes(fault: Fault) -> None:
    assert faults.fault_bytes(fault) == fault_writer.fault_bytes(fault)


@pytest.mark.parametrize(
    ("module", "name", "planted"),
    [
        (faults, "FIELD_LIMIT", 101),
        (faults, "optional", markup.element),
        (faults, "escaped", lambda text: text),
        (faults, "SOAP12_CODES", {FaultKind.CLIENT: "Sender"}),
    ],
)
def test_a_difference_is_noticed(module: Any, name: str, planted: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def told() -> list[tuple[bytes, bytes]]:
        return [
            (faults.fault_bytes(fault), fault_writer.fault_bytes(fault))
            for version in VERSIONS
            for kind in (FaultKind.CLIENT, FaultKind.SERVER)
            for field in ("", "f" * 120)
            for fault in [Fault(version, kind, InvalidInput("a < b", field=field), "an-id", 500)]
        ]

    assert all(fast == slow for fast, slow in told())
    monkeypatch.setattr(module, name, planted)
    assert not all(fast == slow for fast, slow in told())
